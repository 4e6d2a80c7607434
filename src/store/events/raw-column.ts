/** The column that is 1 where the bytes of an event are its `fields` as they are stored: `raw` is empty there, instead of the same once more. */
export const RAW_IS_FIELDS = 'raw_is_fields'

/** The exact bytes of an event's record; empty where none were kept. */
export const SQL_RAW = `if(${RAW_IS_FIELDS} = 1, fields, raw)`

export const RAW_COLUMN_STEP: readonly string[] = [`ALTER TABLE events ADD COLUMN IF NOT EXISTS ${RAW_IS_FIELDS} UInt8 AFTER raw`]
