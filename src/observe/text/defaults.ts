/** Longest line that is read, in bytes without its end. Windows events reach 1 MiB; beyond 16 MiB it is damage or an attack on memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024

/** Lines handed on at once: enough to spread the cost of an asynchronous step, few enough that their strings stay young. */
export const LINES_PER_BLOCK = 4_096

/** Bytes of lines after which a block of them ends sooner: the texts live until the block is done, and what lives long costs time to collect. */
export const BYTES_PER_BLOCK = 131_072

/** Longest header line a planner looks at, in bytes; a header that is longer is not carried on. */
export const MAX_HEADER_BYTES = 1024 * 1024
