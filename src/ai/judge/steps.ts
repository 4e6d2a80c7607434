/** Work that takes long, done step by step: between two of them others may have their turn. */
export type Steps<T> = Generator<undefined, T>

/** Milliseconds after which others have their turn. */
const TURN_MS = 15

/** All steps, one after the other. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** All steps; whoever else waits in this process has a turn every some milliseconds. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (let since = performance.now(); ;) {
    const { done, value } = steps.next()
    if (done === true) return value
    if (performance.now() - since < TURN_MS) continue
    await new Promise(resolve => setImmediate(resolve))
    since = performance.now()
  }
}
