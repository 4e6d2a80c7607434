import type { ByteBudget } from './byte-budget.ts'

const NOTHING = new Uint8Array(0)

/** Bytes that wait until there are enough of them, within a limit of their own and the budget of all. */
export class HeldBytes {
  readonly #budget: ByteBudget
  readonly #limit: number
  #bytes: Uint8Array = NOTHING
  #start = 0
  #end = 0

  constructor(budget: ByteBudget, limit: number) {
    this.#budget = budget
    this.#limit = limit
  }

  /** Holds until the next call. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  /** Whether there was room. Amortised linear: the room doubles. */
  append(bytes: Uint8Array): boolean {
    const length = this.#end - this.#start + bytes.length
    if (length > this.#limit) return false
    if (this.#end + bytes.length > this.#bytes.length) {
      const room = Math.min(this.#limit, Math.max(length, 2 * this.#bytes.length))
      if (room > this.#bytes.length && !this.#budget.take(room - this.#bytes.length)) return false
      const moved = room > this.#bytes.length ? new Uint8Array(room) : this.#bytes
      moved.set(this.bytes)
      this.#bytes = moved
      this.#end -= this.#start
      this.#start = 0
    }
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
    return true
  }

  /** The first so many are done with. */
  consume(count: number): void {
    this.#start = Math.min(this.#end, this.#start + count)
    if (this.#start === this.#end) {
      this.#start = 0
      this.#end = 0
    }
  }

  /** Gives everything back. */
  drop(): void {
    this.#budget.give(this.#bytes.length)
    this.#bytes = NOTHING
    this.#start = 0
    this.#end = 0
  }
}
