/** Deepest nesting of a record that is read: real sources stay below 20, and what looks at events may recurse. */
export const MAX_DEPTH = 200

/** Longest record that is read, in bytes; the same as for a line, and for the same reason. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024

/** Longest integer kept as a number, in decimal digits (128 bits have 39); a longer one is no quantity and stays text. */
export const MAX_INTEGER_DIGITS = 100

/**
 * Members that hold a document's records: `{"Records": […]}` (CloudTrail), `{"value": […]}` (Azure, Microsoft Graph) and the like. In
 * lower case.
 */
export const WRAPPER_MEMBERS: ReadonlySet<string> = new Set([
  'records', 'events', 'value', 'values', 'items', 'entries', 'logs', 'logevents', 'data', 'results', 'rows', 'alerts',
])

/** Longest member name that is compared, in bytes: with the wrapper members, and with a record's first member to find lost records. */
export const MAX_MEMBER_BYTES = 64

/** Bytes looked at to tell how records are framed; a planner holds them back. */
export const FRAMING_BYTES = 65_536

/** Lines looked at to tell JSON lines from a printed document. */
export const FRAMING_LINES = 64

/** Where a record that no mapping knows may have its time, the most particular first. Each is tried in whatever format it is in. */
export const GENERIC_TIME_FIELDS: readonly string[] = [
  '@timestamp', 'timestamp', 'Timestamp', 'TimeStamp', 'time', 'Time', 'ts', 'datetime', 'DateTime', 'dateTime', 'date', 'Date',
  'eventTime', 'event_time', 'EventTime', 'UtcTime', 'TimeCreated', 'TimeGenerated', 'timeCreated', 'time_created', 'SystemTime',
  'created_at', 'createdDateTime', 'activityDateTime', 'CreationTime', 'startTime', 'start_time', 'StartTime', '_time', 'eventtime',
  'log_time', 'logtime', 'received_at', 'published', 'date_time', 'Date and Time', 'event.created',
  '日時', '発生日時', '記録日時', '受信日時', '更新日時', 'タイムスタンプ', '日付', '時刻', 'timeUnixNano',
  'observedTimeUnixNano',
]

/** Names whose sequences are remembered with their possible sources; logs have some hundreds, an attacker's file any number. */
export const REMEMBERED_NAMES = 16_384

/** Longest sequence of member names that is remembered, in members. */
export const REMEMBERED_MEMBERS = 256

/** Values of the fields that tell a source's datasets apart, remembered with their dataset. */
export const REMEMBERED_CHOICES = 4_096
