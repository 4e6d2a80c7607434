/** Bytes of one encrypted frame: what is checked before any of it is used. */
export const FRAME_BYTES = 65_536

/** scrypt (RFC 7914): a guess takes a third of a second and 128 MB. */
export const SCRYPT = { cost: 131_072, blockSize: 8, parallelism: 1 } as const

/** zstd's level for tables and events: the fastest that packs logs well. */
export const ZSTD_LEVEL = 3

/** Bytes of a header or a manifest that are read at most: a manifest takes some 200 bytes for each blob. */
export const MOST_MANIFEST_BYTES = 1_000_000_000

/** How often a backup begins again because evidence was deleted while it was copied. */
export const TRIES = 3

/** What lies in a data folder and is not copied file by file: the engines, what is on its way, locks and sockets, and what is copied in ways of its own. */
export const NOT_COPIED: readonly string[] = ['clickhouse', 'postgres', 'spool', 'run', 'lock', 'version', 'restoring', 'evidence', 'custody', 'streams', 'uploads']

/** Milliseconds after which what a killed backup has left in a backup folder is removed by the next. */
export const LEFT_MS = 86_400_000
