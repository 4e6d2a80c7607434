/** Characters that set columns apart, in the order in which they are preferred where several would do. */
export const DELIMITERS = [',', '\t', ';', '|'] as const

/** Rows at the head that must have as many columns as the header. */
export const DIALECT_ROWS = 20

/** Bytes looked at to tell the dialect; a planner holds them back. */
export const DIALECT_BYTES = 65_536

/** How far a quoted value may reach over line ends, in bytes. Beyond it the quote counts as never closed; event messages reach 64 KiB. */
export const MAX_QUOTED_BYTES = 1024 * 1024

/** Most columns: beyond it the header is not one. */
export const MAX_COLUMNS = 4_096

/** Longest row looked at for the dialect, in characters; bounds the time that open quotes cost. */
export const MAX_HEAD_ROW = 16_384
