/**
 * What the telescope's sensor keeps. `telescope_minutes`: counts by minute, summed when read; the sketches of distinct sources are merged by our own code
 * ({@link DistinctSketch}). `telescope_packets`: the headers of all packets, for as long as the configuration says: a part is of one day and load, and is dropped
 * as a whole.
 */
export const TELESCOPE_TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS telescope_minutes (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    minute Int64 CODEC(Delta, ZSTD),
    dimension LowCardinality(String),
    value String CODEC(ZSTD),
    packets UInt64 CODEC(T64, ZSTD),
    sources String CODEC(ZSTD)
  ) ENGINE = MergeTree PARTITION BY (organisation, toYYYYMM(toDateTime(intDiv(minute, 1000000)))) ORDER BY (organisation, dimension, value, minute)`,
  `CREATE TABLE IF NOT EXISTS telescope_packets (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    time Int64 CODEC(Delta, LZ4),
    source IPv6 CODEC(LZ4),
    destination IPv6 CODEC(LZ4),
    source_port UInt16,
    destination_port UInt16,
    protocol UInt8,
    kind UInt8,
    tcp_flags UInt8,
    ttl UInt8,
    ip_id UInt16,
    ip_length UInt32,
    window UInt16,
    sequence UInt32
  ) ENGINE = MergeTree PARTITION BY toYYYYMMDD(toDateTime(intDiv(time, 1000000))) ORDER BY (organisation, time)`,
]
