/** The last line of a test run, for people and for machines; what was skipped is named above it. */
export function finalLine(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
