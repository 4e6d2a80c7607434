import { SEARCH_COLUMN_NAMES } from '../../query/sql/search-column.ts'
import { sqlIndexed } from '../../query/sql/sql-hint.ts'
import { NETWORKS_COLUMN, WORDS_COLUMN } from '../../query/sql/stored-words.ts'

/** The indexes that are too dear to be made when a part is inserted. */
export const INDEXES_OF_MERGES: readonly string[] = [...SEARCH_COLUMN_NAMES.map(name => `indexed_${name}`), `indexed_${WORDS_COLUMN}`, `indexed_${NETWORKS_COLUMN}`, 'indexed_ids']

/**
 * The tables of events and of matches (docs/design.md §4): plain MergeTrees in the one order of the house, (time, evidence, offset, ordinal)
 * within an organisation. Rows are never changed; which count is decided by their load (scope.ts).
 *
 * The fields of an event are there twice, because they are asked two ways. `fields` is what is shown and what memory judges by: one
 * text, read for a hundred rows of millions. `search_0` and so on are what conditions and counts read: name → typed value
 * (query/sql/stored-value.ts), one entry for each name by which the hunt language finds the value. Names are spread over 32 columns
 * (query/sql/search-column.ts), so that a question about one field reads a thirtieth of it; `search` is all of them in one. The engine can spread a
 * map too (`with_buckets`), which doubled the time of an insert, and each merge did it again. Promoted columns for the fields that rules use were considered: they are as fast for those
 * fields and forty times slower for all others, their number grows with every rule set, and each insert pays for all of them. Parallel arrays
 * of names and values read everything for any question. A JSON column would let an attacker's keys decide the table's shape.
 *
 * Each of these columns has an index of its own, which lets a search for an exact value skip the granules that do not have it: one index of all values was
 * three to thirty times as much to read for the same question. It has whole values only; the members of lists, and what networks are found by, are in
 * `words` and `networks` (query/sql/stored-words.ts), made once by the encoder: to find them in every value, whenever parts are merged, took the engine longer than all the rest of
 * the indexes. A granule is 2,048 rows because one is read whole, `fields` too, for each event that is found; each has a filter of its own, because reading
 * four for one false or true hit costs more than the filters' bytes. The indexes are Bloom filters: inverted indexes (`text`) of the same
 * values, or of their hashes, took three times as long to make and four times the room. They are made when parts are merged rather than when they are inserted:
 * a fresh part is scanned, unless its loads do not count yet, which the index of loads knows at once.
 * What is inserted is one file until it is merged: a hundred and sixty files take longer to make than to fill.
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
    ${SEARCH_COLUMN_NAMES.map(name => `${name} Map(LowCardinality(String), String)`).join(', ')},
    search Map(LowCardinality(String), String) ALIAS mapConcat(${SEARCH_COLUMN_NAMES.join(', ')}),
    ${WORDS_COLUMN} Array(String),
    ${NETWORKS_COLUMN} Array(String),
    ${SEARCH_COLUMN_NAMES.map(name => `INDEX indexed_${name} ${sqlIndexed(name)} TYPE bloom_filter(0.002) GRANULARITY 1`).join(', ')},
    ${[WORDS_COLUMN, NETWORKS_COLUMN].map(name => `INDEX indexed_${name} ${name} TYPE bloom_filter(0.001) GRANULARITY 1`).join(', ')},
    INDEX indexed_ids id TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX loads load TYPE minmax GRANULARITY 4,
    INDEX oddities oddity TYPE minmax GRANULARITY 4
  ) ENGINE = MergeTree ORDER BY (organisation, time, evidence, offset, ordinal)
  SETTINGS index_granularity = 2048, min_level_for_wide_part = 1, min_compress_block_size = 65536, max_compress_block_size = 262144`,
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
