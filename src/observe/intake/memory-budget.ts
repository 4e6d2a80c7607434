/** Bytes that may be held at a time by all who share the budget. */
export class MemoryBudget {
  readonly #bytes: number
  #held = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  get heldBytes(): number {
    return this.#held
  }

  /** False, and nothing taken, when there is not so much left. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#bytes) return false
    this.#held += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#held -= bytes
  }
}
