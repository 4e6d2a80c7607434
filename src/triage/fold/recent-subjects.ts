/** Distinct subjects with the time each was last seen; keeps the most recent `capacity`, so a count is exact up to it. */
export class RecentSubjects {
  readonly #capacity: number
  /** Most things are only ever seen with one subject: it stands here, and the map is made for the second. */
  #only: string
  #onlyTime: number
  /** In the order last seen: the first is the oldest. */
  #lastSeen: Map<string, number> | undefined

  constructor(capacity: number, subject: string, time: number) {
    this.#capacity = capacity
    this.#only = subject
    this.#onlyTime = time
  }

  /** Times never fall from call to call. */
  see(subject: string, time: number): void {
    if (this.#lastSeen === undefined && subject === this.#only) {
      this.#onlyTime = time
      return
    }
    this.#lastSeen ??= new Map([[this.#only, this.#onlyTime]])
    this.#lastSeen.delete(subject)
    this.#lastSeen.set(subject, time)
    if (this.#lastSeen.size > this.#capacity) this.#forget(1)
  }

  countSince(time: number): number {
    if (this.#lastSeen === undefined) return this.#onlyTime >= time ? 1 : 0
    let old = 0
    for (const last of this.#lastSeen.values()) {
      if (last >= time) break
      old++
    }
    this.#forget(old)
    return this.#lastSeen.size
  }

  #forget(count: number): void {
    let left = count
    for (const oldest of this.#lastSeen?.keys() ?? []) {
      if (left-- <= 0) return
      this.#lastSeen?.delete(oldest)
    }
  }
}
