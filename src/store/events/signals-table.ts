/**
 * Events that ordered stages are about, in the one order of the house; `event` is a whole {@link OrderedEvent} as JSON, so that a stage reads
 * one column and nothing else.
 */
export const SIGNALS_TABLE = `CREATE TABLE IF NOT EXISTS signals (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    time Int64 CODEC(Delta, ZSTD),
    evidence LowCardinality(String),
    offset UInt64 CODEC(Delta, ZSTD),
    ordinal UInt32,
    event String CODEC(ZSTD)
  ) ENGINE = MergeTree ORDER BY (organisation, time, evidence, offset, ordinal)`
