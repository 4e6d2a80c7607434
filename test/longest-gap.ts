/**
 * Milliseconds of this process's time that passed at most without the event loop having a turn for anything else, while something was done, and in all; and how
 * long that took by the clock, which says nothing of a machine where others work.
 */
export async function longestGap(work: () => Promise<void>): Promise<{ readonly gap: number; readonly used: number; readonly took: number }> {
  const started = performance.now()
  const before = usedMs()
  let last = before
  let gap = 0
  const tick = () => {
    gap = Math.max(gap, usedMs() - last)
    last = usedMs()
  }
  const ticking = setInterval(tick, 1)
  try {
    await work()
    tick()
  } finally {
    clearInterval(ticking)
  }
  return { gap, used: last - before, took: performance.now() - started }
}

/** What a gap may be: a slow machine is slow at everything, and in one go it would be nearly all of the time. */
export function mostOfGap(used: number): number {
  return Math.max(120, used / 4)
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
