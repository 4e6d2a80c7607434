/** Limits of what one event may cost the store: fields come from attackers. */

/** Lists and objects inside one another; deeper values are left out (docs/design.md §4). */
export const MAX_FIELD_DEPTH = 32

/** Fields and members of one event, lists counted once; what is beyond is left out (docs/design.md §4). */
export const MAX_FIELD_PATHS = 1_000

/** Rows of one block of a spool file: enough that the cost of a block does not show, few enough to stay within tens of megabytes. */
export const BLOCK_ROWS = 16_384

/** Bytes after which a block is closed early: long records. */
export const BLOCK_BYTES = 12 * 1024 * 1024

/** Newest events that are looked at first when some of the newest are wanted: a value that one event in hundreds has is there, in some ten milliseconds. */
export const FIRST_LOOK_EVENTS = 65_536

/** Milliseconds for which it is not asked again how far back those reach. */
export const NEWEST_SPAN_MS = 30_000

/** Milliseconds after which so much may have come since that it is waited for. */
export const OLD_NEWEST_SPAN_MS = 600_000

/** The second look is so many times longer than the first one's yield says it must be. */
export const SECOND_LOOK_MARGIN = 2

/** A second look that would have to be so many times longer than the first is one at everything, where indexes help. */
export const MOST_TIMES_LONGER = 64

/** Names of datasets past which they are no help. */
export const MOST_DATASETS = 1_000

/** Places in time at which events are sampled, and how many at each: two thousand tell what one event in five hundred has, and are read in some ten milliseconds. */
export const SAMPLED_PLACES = 16
export const SAMPLED_AT_A_PLACE = 128
