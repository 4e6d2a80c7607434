/** Cases written by one statement: a few hundred kB of bodies. */
export const CASES_WRITTEN = 200

/** Entities shown with a case in the queue. */
export const LISTED_ENTITIES = 5

/** UTF-16 units of a case that a search in the queue looks at. */
export const SEARCHED_LENGTH = 2_000

/** Written by one fold from which the planner is told at once what the queue looks like; it finds out by itself within minutes. */
export const ANALYZED_CASES = 1_000
