/** Milliseconds that the event loop had no turn for anything else, at most, while something was done; and how long that took. */
export async function longestGap(work: () => Promise<void>): Promise<{ readonly gap: number; readonly took: number }> {
  const started = performance.now()
  let last = started
  let gap = 0
  const tick = () => {
    gap = Math.max(gap, performance.now() - last)
    last = performance.now()
  }
  const ticking = setInterval(tick, 1)
  try {
    await work()
    tick()
  } finally {
    clearInterval(ticking)
  }
  return { gap, took: last - started }
}

/** What a gap may be: a slow machine is slow at everything, and in one go it would be nearly all of the time. */
export function mostOfGap(took: number): number {
  return Math.max(250, took / 4)
}
