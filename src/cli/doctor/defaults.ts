/** Bytes that everything but ClickHouse takes at work: the program with two workers, and PostgreSQL. */
export const OTHER_MEMORY_BYTES = 800_000_000

/** Free bytes below which a person should know: a day of logs of a busy site. */
export const LOW_DISK_BYTES = 10_000_000_000

/** Free bytes below which ingest would stop at once. */
export const LEAST_DISK_BYTES = 1_000_000_000

/** How long a channel may take to answer: longer than that, and messages would wait at each try. */
export const REACH_MS = 3_000
