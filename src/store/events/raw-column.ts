/**
 * The column that says where the bytes of an event are found: in `raw`, or, where that would be the same once more and is empty, in `fields`. What a shipper sends
 * is mostly fields with what was found out about them behind.
 */
export const RAW_IS_FIELDS = 'raw_is_fields'

/** `same`: they are `fields` as stored. `beginning`: as many of them as the event's `length` says, with a closing bracket in the last one's place. */
export const RAW_PLACE = { raw: 0, same: 1, beginning: 2 } as const

/** The exact bytes of an event's record; empty where none were kept. */
export const SQL_RAW = `multiIf(${RAW_IS_FIELDS} = ${RAW_PLACE.same}, fields, ${RAW_IS_FIELDS} = ${RAW_PLACE.beginning}, concat(substring(fields, 1, length - 1), '}'), raw)`

export const RAW_COLUMN_STEP: readonly string[] = [`ALTER TABLE events ADD COLUMN IF NOT EXISTS ${RAW_IS_FIELDS} UInt8 AFTER raw`]
