/** How much a test run tries: `quick` before each commit, `normal` in CI, `long` for the figures in a note. */
export type Depth = 'quick' | 'normal' | 'long'

const DEPTH = (process.env['NOROSHI_TEST_DEPTH'] ?? 'normal') as Depth

/** The number for the depth of this run, such as `numRuns` of a property. */
export function byDepth<T>(quick: T, normal: T, long: T): T {
  return { quick, normal, long }[DEPTH]
}

/** For `test.skipIf`: whole engines started and killed, and the like, wait for the normal depth; they are skipped by name. */
export const IS_QUICK = DEPTH === 'quick'
