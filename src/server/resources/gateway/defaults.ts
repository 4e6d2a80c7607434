/** Records that a policy is tried on: each is judged again, a third of a millisecond apiece. */
export const MOST_TRIED = 2_000

/** Examples shown of each change. */
export const EXAMPLES_SHOWN = 5

/** Runs of the red team that are listed: the newest. */
export const MOST_RUNS = 500
