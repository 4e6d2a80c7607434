/** Limits of the hunt language: queries come from people, from rules and from other sites, and are run over everything. */

/** UTF-16 units of a query's text: a few whole command lines fit; parsing stays far under a millisecond per kilobyte. */
export const MAX_QUERY_LENGTH = 65_536

/** Parentheses and `not` inside one another: more than anyone writes, far less than the stack holds. */
export const MAX_QUERY_DEPTH = 64

/** Tests of one query: a list of a finding's 100 events ten times over. Bounds the work for each event. */
export const MAX_QUERY_TERMS = 1_024

/** Characters of a value with wildcards: matching costs at most text length × this. More than `MAX_QUOTED_LENGTH` of query-text.ts. */
export const MAX_WILDCARD_LENGTH = 5_000

/** Fields of one `count by`. */
export const MAX_GROUP_FIELDS = 4

/**
 * Groups (or spans of a timechart) counted apart; what comes after falls into "other". At worst 160 MB, with four fields that are all
 * of the greatest length.
 */
export const MAX_GROUPS = 10_000

/** UTF-16 units of a value shown as a group; longer ones are cut and told apart by their hash. */
export const MAX_GROUP_LENGTH = 1_024

/** Lists and objects inside one another that a test looks into; decoders allow no more (docs/design.md §4). */
export const MAX_VALUE_DEPTH = 32
