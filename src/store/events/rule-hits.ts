import * as z from 'zod'
import { findingId } from '../../model/ids.ts'
import { HOUR_US } from '../../model/time.ts'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'
import type { StoredEvent } from './stored-event.ts'
import { EVENT_COLUMNS, readStoredEvent } from './stored-event.ts'

/** How often a rule matched. */
export interface RuleHits {
  readonly count: number
  /** Microseconds; null when none of its events has a time. */
  readonly first: number | null
  readonly last: number | null
  /** Over the time that the matches of all rules span, in equal parts. */
  readonly spread: readonly number[]
}

const hitsRow = z.object({ rule: z.string(), hits: z.coerce.number(), first_us: z.coerce.number(), last_us: z.coerce.number() })
const spreadRow = z.object({ rule: z.string(), part: z.coerce.number(), hits: z.coerce.number() })

/** The matches of every rule that has any; two passes over the matches' times. @param parts of the time they span */
export async function ruleHits(reader: EventReader, parts: number): Promise<ReadonlyMap<string, RuleHits>> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const totals: z.infer<typeof hitsRow>[] = []
  const sums = `SELECT rule, toString(count()) AS hits, toString(toUnixTimestamp64Micro(min(time))) AS first_us,
    toString(toUnixTimestamp64Micro(maxOrDefaultIf(time, time < ${SQL_NO_TIME}))) AS last_us FROM matches WHERE ${where} GROUP BY rule`
  for await (const row of readRows(reader, sums, parameters)) totals.push(hitsRow.parse(row))
  const timed = totals.filter(({ first_us: first }) => first < NO_TIME_US)
  const from = timed.reduce((least, { first_us: first }) => Math.min(least, first), NO_TIME_US)
  const to = timed.reduce((most, { last_us: last }) => Math.max(most, last), 0)
  const spreads = new Map(totals.map(({ rule }) => [rule, Array.from({ length: parts }, () => 0)]))
  if (timed.length > 0) {
    const span = Math.max(1, Math.ceil((to - from + 1) / parts))
    const spread = new SqlParameters()
    const scope = scopeCondition(reader.scope, spread)
    const sql = `SELECT rule, toString(intDiv(toUnixTimestamp64Micro(time) - toInt64(${spread.integer(from)}), toInt64(${spread.integer(span)}))) AS part, toString(count()) AS hits
      FROM matches WHERE ${scope} AND time < ${SQL_NO_TIME} GROUP BY rule, part`
    for await (const row of readRows(reader, sql, spread)) {
      const { rule, part, hits } = spreadRow.parse(row)
      const counts = spreads.get(rule)
      if (counts !== undefined && part >= 0 && part < parts) counts[part] = hits
    }
  }
  return new Map(totals.map(({ rule, hits, first_us: first, last_us: last }) => [rule, {
    count: hits, first: first < NO_TIME_US ? first : null, last: first < NO_TIME_US ? last : null, spread: spreads.get(rule) ?? [],
  }]))
}

const bucketRow = z.object({ bucket_us: z.coerce.number(), hits: z.coerce.number() })

/** A rule's matches over time; spans without any are absent. @param spanUs of one bucket, microseconds @returns buckets by when they begin */
export async function hitsOverTime(reader: EventReader, rule: string, spanUs: number): Promise<readonly { readonly time: number; readonly count: number }[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const span = `toInt64(${parameters.integer(spanUs)})`
  const sql = `SELECT toString(intDiv(toUnixTimestamp64Micro(time), ${span}) * ${span}) AS bucket_us, toString(count()) AS hits
    FROM matches WHERE ${where} AND rule = ${parameters.text(rule)} AND time < ${SQL_NO_TIME} GROUP BY bucket_us ORDER BY toInt64(bucket_us)`
  const buckets: { time: number; count: number }[] = []
  for await (const row of readRows(reader, sql, parameters)) {
    const { bucket_us: time, hits: count } = bucketRow.parse(row)
    buckets.push({ time, count })
  }
  return buckets
}

const findingRow = z.object({ detector: z.string(), subject: z.string(), hour_text: z.coerce.number(), evidence_hex: z.string() })

/** Ids of the findings of a rule, the one with the newest match first. */
export async function newestFindings(reader: EventReader, rule: string, limit: number): Promise<readonly string[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const untimed = `time = ${SQL_NO_TIME}`
  const sql = `SELECT detector, subject, toString(intDiv(toUnixTimestamp64Micro(time), ${HOUR_US})) AS hour_text,
      if(${untimed}, lower(hex(evidence)), '') AS evidence_hex
    FROM matches WHERE ${where} AND rule = ${parameters.text(rule)}
    GROUP BY detector, subject, hour_text, evidence_hex ORDER BY max(if(${untimed}, toDateTime64(0, 6, 'UTC'), time)) DESC LIMIT ${limit}`
  const ids: string[] = []
  for await (const row of readRows(reader, sql, parameters)) {
    const { detector, subject, hour_text: hour, evidence_hex: evidence } = findingRow.parse(row)
    ids.push(findingId(detector, rule, subject, evidence === '' ? hour : null, evidence))
  }
  return ids
}

/** The events that a rule matched, the newest first; those without time last. */
export async function eventsOfRule(reader: EventReader, rule: string, limit: number): Promise<readonly StoredEvent[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  // By the order of the table, so that only the parts that hold them are read.
  return storedEvents(reader, `${where} AND (time, evidence, offset, ordinal) IN (
    SELECT time, evidence, offset, ordinal FROM matches WHERE ${where} AND rule = ${parameters.text(rule)}
    ORDER BY time = ${SQL_NO_TIME}, time DESC LIMIT ${limit})`, parameters)
}

/** Events by their ids; those that are not seen are left out. */
export async function eventsByIds(reader: EventReader, ids: readonly string[]): Promise<readonly StoredEvent[]> {
  if (ids.length === 0) return []
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  return storedEvents(reader, `${where} AND id IN (SELECT toFixedString(unhex(each), 16) FROM (SELECT arrayJoin(${parameters.texts(ids)}) AS each))`, parameters)
}

async function storedEvents(reader: EventReader, condition: string, parameters: SqlParameters): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  const sql = `SELECT ${EVENT_COLUMNS} FROM events WHERE ${condition} ORDER BY time = ${SQL_NO_TIME}, time DESC`
  for await (const row of readRows(reader, sql, parameters)) events.push(readStoredEvent(row))
  return events
}

/** Keys of the rules that matched an event, sorted. */
export async function rulesOfEvent(reader: EventReader, { id, evidence }: Pick<StoredEvent, 'id' | 'evidence'>): Promise<readonly string[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const sql = `SELECT DISTINCT rule FROM matches WHERE ${where} AND evidence = toFixedString(unhex(${parameters.text(evidence)}), 32)
    AND event = toFixedString(unhex(${parameters.text(id)}), 16) ORDER BY rule`
  const rules: string[] = []
  for await (const row of readRows(reader, sql, parameters)) rules.push(z.object({ rule: z.string() }).parse(row).rule)
  return rules
}
