import type { TermHit } from './term-automaton.ts'

/** The concepts of a text by concept: most signatures need some that it has not, and the others only theirs. */
export class HitIndex {
  readonly #places = new Map<number, TermHit[]>()
  readonly #orders = new Map<TermHit, number>()
  readonly #starts = new Map<number, Int32Array>()

  /** @param hits in the order of their ends */
  constructor(hits: readonly TermHit[]) {
    for (const [order, hit] of hits.entries()) {
      this.#orders.set(hit, order)
      const known = this.#places.get(hit.concept)
      if (known === undefined) this.#places.set(hit.concept, [hit])
      else known.push(hit)
    }
  }

  has(concept: number): boolean {
    return this.#places.has(concept)
  }

  /** Those of some concepts, in the order of the text. */
  of(concepts: readonly number[]): readonly TermHit[] {
    const different = [...new Set(concepts)]
    if (different.length === 1) return this.#places.get(different[0]!) ?? []
    return different.flatMap(concept => this.#places.get(concept) ?? []).sort((one, other) => this.#orders.get(one)! - this.#orders.get(other)!)
  }

  /** Whether a concept starts in a stretch, its last character included. */
  startsWithin(concept: number, from: number, to: number): boolean {
    const starts = this.#startsOf(concept)
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = low + high >> 1
      if (starts[middle]! < from) low = middle + 1
      else high = middle
    }
    return low < starts.length && starts[low]! <= to
  }

  #startsOf(concept: number): Int32Array {
    const known = this.#starts.get(concept)
    if (known !== undefined) return known
    const starts = Int32Array.from(this.#places.get(concept) ?? [], ({ start }) => start).sort()
    this.#starts.set(concept, starts)
    return starts
  }
}
