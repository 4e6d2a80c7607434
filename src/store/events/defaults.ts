/** Limits of what one event may cost the store: fields come from attackers. */

/** Lists and objects inside one another; deeper values are left out (docs/design.md §4). */
export const MAX_FIELD_DEPTH = 32

/** Fields and members of one event, lists counted once; what is beyond is left out (docs/design.md §4). */
export const MAX_FIELD_PATHS = 1_000

/** Rows of one block of a spool file: enough that the cost of a block does not show, few enough to stay within tens of megabytes. */
export const BLOCK_ROWS = 16_384

/** Bytes after which a block is closed early: long records. */
export const BLOCK_BYTES = 48 * 1024 * 1024
