/**
 * Who had an address, as the logs say it (model/holding.ts). A holding is there once for each thing it is asked by, `key`: `ip:` the address, of a
 * translation the outer one, and `mac:` the machine. `slot` keeps apart what would otherwise have to be read past (holding-slots.ts), so that a look-up
 * reads a few rows back and forth from a moment, whatever the address has seen. `holding` is the whole of it as JSON: a look-up wants all of a few rows, and each column
 * more, of each part, costs it a third of a millisecond of the engine's time.
 */
export const HOLDINGS_TABLE = `CREATE TABLE IF NOT EXISTS holdings (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    key String CODEC(ZSTD),
    slot UInt32 CODEC(ZSTD),
    since Int64 CODEC(Delta, ZSTD),
    holding String CODEC(ZSTD)
  ) ENGINE = MergeTree ORDER BY (organisation, key, slot, since)
  SETTINGS index_granularity = 512, min_compress_block_size = 16384, max_compress_block_size = 65536`
