/**
 * Who had an address, as the logs say it (model/holding.ts). A holding is there once for each thing it is asked by, `key`: `ip:` the address, of a
 * translation the outer one, and `mac:` the machine. `slot` keeps apart what would otherwise have to be read past (holding-slots.ts), so that a look-up
 * reads a few rows back and forth from a moment, whatever the address has seen: a granule of 512 rows for each slot and part.
 */
export const HOLDINGS_TABLE = `CREATE TABLE IF NOT EXISTS holdings (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    key String CODEC(ZSTD),
    slot UInt32 CODEC(ZSTD),
    since Int64 CODEC(Delta, ZSTD),
    until Int64 CODEC(Delta, ZSTD),
    time Int64 CODEC(Delta, ZSTD),
    kind LowCardinality(String),
    act LowCardinality(String),
    address String CODEC(ZSTD),
    mac String CODEC(ZSTD),
    user String CODEC(ZSTD),
    host String CODEC(ZSTD),
    place String CODEC(ZSTD),
    session String CODEC(ZSTD),
    port UInt16 CODEC(ZSTD),
    translated String CODEC(ZSTD),
    first_port UInt16 CODEC(ZSTD),
    last_port UInt16 CODEC(ZSTD),
    dataset LowCardinality(String),
    event FixedString(16) CODEC(NONE)
  ) ENGINE = MergeTree ORDER BY (organisation, key, slot, since, event)
  SETTINGS index_granularity = 512, min_compress_block_size = 16384, max_compress_block_size = 65536`

/** Stands for an `until` that nobody knows. */
export const NO_UNTIL = -1
