/** Work that takes long, done step by step: between two of them others may have their turn. */
export type Steps<T> = Generator<undefined, T>

/** Milliseconds after which others have their turn. */
const TURN_MS = 5

/** All steps, one after the other. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/**
 * All steps. Of everything in this process that takes long, one has a turn of some milliseconds in each round of the event loop, in the order in which they came;
 * what has no second step waits for nobody.
 *
 * @param worked told of the milliseconds of each turn; without those of waiting
 * @throws whatever a step throws, and the signal's reason when nobody waits for the result any more
 */
export async function inTurns<T>(steps: Steps<T>, { signal, worked = () => {} }: { readonly signal?: AbortSignal; readonly worked?: (milliseconds: number) => void } = {}): Promise<T> {
  for (let most = waiting === 0 ? TURN_MS : 0; ; most = TURN_MS) {
    const since = performance.now()
    try {
      do {
        const { done, value } = steps.next()
        if (done === true) return value
      } while (performance.now() - since < most)
    } finally {
      worked(performance.now() - since)
    }
    await nextTurn()
    signal?.throwIfAborted()
  }
}

/** How many wait for a turn, and the last that was given away. */
let waiting = 0
let last = Promise.resolve()

async function nextTurn(): Promise<void> {
  waiting++
  last = last.then(() => new Promise<void>(resolve => void setImmediate(resolve)))
  await last
  waiting--
}
