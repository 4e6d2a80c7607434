/** Numbers from 0 up to a count, shuffled anew each time it is asked, and the same in each run. */
export function repeatableOrder(count: number): () => readonly number[] {
  const random = sequence(1)
  const order = Array.from({ length: count }, (_, index) => index)
  return () => {
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1))
      const held = order[i]!
      order[i] = order[other]!
      order[other] = held
    }
    return order
  }
}

/** A linear congruential generator (Numerical Recipes). */
function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}
