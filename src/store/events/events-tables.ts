import { SQL_NETWORKS, SQL_WORDS } from '../../query/sql/sql-hint.ts'

/**
 * The tables of events and of matches (docs/design.md §4): plain MergeTrees in the one order of the house, (time, evidence, offset, ordinal)
 * within an organisation. Rows are never changed; which count is decided by their load (scope.ts).
 *
 * The fields of an event are there twice, because they are asked two ways. `fields` is what is shown and what memory judges by: one
 * text, read for a hundred rows of millions. `search` is what conditions and counts read: name → typed value (query/sql/stored-value.ts),
 * one entry for each name by which the hunt language finds the value. Its serialization spreads names over 32 streams, so that a question
 * about one field reads a thirtieth of it. Promoted columns for the fields that rules use were considered: they are as fast for those
 * fields and forty times slower for all others, their number grows with every rule set, and each insert pays for all of them. Parallel arrays
 * of names and values read everything for any question. A JSON column would let an attacker's keys decide the table's shape.
 *
 * `words` lets a search for an exact value skip the granules (8,192 rows) that do not have it, `networks` one for the addresses of an
 * IPv4 network (query/sql/sql-hint.ts). Both are Bloom filters, made when parts are merged rather than when they are inserted: a fresh part is scanned.
 * ClickHouse 26.4 or later is needed, for the serialization.
 */
export const EVENTS_TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS events (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    id FixedString(16) CODEC(NONE),
    time DateTime64(6, 'UTC') CODEC(Delta, LZ4),
    dataset LowCardinality(String),
    sensor LowCardinality(String),
    evidence FixedString(32),
    record UInt64 CODEC(Delta, LZ4),
    offset UInt64 CODEC(Delta, LZ4),
    length UInt64 CODEC(LZ4),
    ordinal UInt32,
    flags UInt8,
    oddity UInt8,
    subject LowCardinality(String),
    entities Array(String),
    raw String CODEC(ZSTD(1)),
    fields String CODEC(LZ4),
    search Map(LowCardinality(String), String),
    INDEX words ${SQL_WORDS} TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX networks ${SQL_NETWORKS} TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX oddities oddity TYPE minmax GRANULARITY 1,
    INDEX ids id TYPE bloom_filter(0.005) GRANULARITY 1
  ) ENGINE = MergeTree ORDER BY (organisation, time, evidence, offset, ordinal)
  SETTINGS map_serialization_version = 'with_buckets', map_serialization_version_for_zero_level_parts = 'with_buckets',
    max_buckets_in_map = 32, map_buckets_strategy = 'constant', map_buckets_min_avg_size = 0,
    min_compress_block_size = 65536, max_compress_block_size = 262144`,
  `CREATE TABLE IF NOT EXISTS matches (
    organisation LowCardinality(String),
    load UInt64 CODEC(Delta, ZSTD),
    id FixedString(16) CODEC(NONE),
    detector LowCardinality(String),
    rule LowCardinality(String),
    event FixedString(16) CODEC(NONE),
    time DateTime64(6, 'UTC') CODEC(Delta, LZ4),
    evidence FixedString(32),
    offset UInt64,
    ordinal UInt32,
    subject LowCardinality(String),
    level LowCardinality(String)
  ) ENGINE = MergeTree ORDER BY (organisation, time, evidence, offset, ordinal, rule)`,
]
