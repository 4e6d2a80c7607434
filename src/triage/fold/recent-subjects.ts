/** Distinct subjects with the time each was last seen; keeps the most recent `capacity`, so a count is exact up to it. */
export class RecentSubjects {
  readonly #capacity: number
  /** In the order last seen: the first is the oldest. */
  readonly #lastSeen = new Map<string, number>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  see(subject: string, time: number): void {
    this.#lastSeen.delete(subject)
    this.#lastSeen.set(subject, time)
    if (this.#lastSeen.size <= this.#capacity) return
    for (const oldest of this.#lastSeen.keys()) {
      this.#lastSeen.delete(oldest)
      return
    }
  }

  countSince(time: number): number {
    for (const [subject, last] of this.#lastSeen) {
      if (last >= time) break
      this.#lastSeen.delete(subject)
    }
    return this.#lastSeen.size
  }
}
