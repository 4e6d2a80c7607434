/** Limits of what the fast engine keeps. Each is far above what real logs need; beyond it work is repeated, never memory taken. */

/** Bytes of tables in indexes made for single logsources; events of further ones use the index of all rules. */
export const MAX_ROUTE_BYTES = 64 * 1024 * 1024

/** Logsources that have their own index: Windows has about 120. */
export const MAX_ROUTES = 512

/** Datasets whose plans an index keeps. */
export const MAX_VIEWS = 64

/** Sets of event names whose plan is kept for a dataset. */
export const MAX_NAME_PLANS = 256

/** Members of a set of names, and their characters, that is still kept. */
export const MAX_KEPT_NAMES = 256
export const MAX_KEPT_NAME_LENGTH = 8_192

/** Plans compared with an event before its names are joined and looked up. */
export const RECENT_NAME_PLANS = 8

/** Distinct values of one field whose finds are remembered, and characters of the longest: at most about 0.2 MB a field. */
export const MEMO_VALUES = 512
export const MAX_MEMO_LENGTH = 256

/** Values after which it is judged whether remembering is worth it: from this share of them on that were known. */
export const MEMO_TRIAL = 2_048
export const MEMO_WORTH = 0.5

/** Values that are then read without looking, until it is tried again. */
export const MEMO_PAUSE = 32_768

/** Names of a dataset whose texts are remembered for keywords. */
export const MAX_KEYWORD_MEMOS = 64
