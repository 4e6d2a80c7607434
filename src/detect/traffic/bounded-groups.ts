/**
 * What is remembered by key, at most so many: the one that was not asked for longest is forgotten for a new one. Which that is depends on the
 * order of the questions alone, so that the same events give the same answers.
 */
export class BoundedGroups<T> {
  /** How many had to go. */
  forgotten = 0
  readonly #groups = new Map<string, T>()
  readonly #most: number
  readonly #make: () => T

  constructor(most: number, make: () => T) {
    this.#most = most
    this.#make = make
  }

  has(key: string): boolean {
    return this.#groups.has(key)
  }

  /** As it is, without counting as asked for. */
  peek(key: string): T | undefined {
    return this.#groups.get(key)
  }

  of(key: string): T {
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = this.#make()
      if (this.#groups.size >= this.#most) this.#forgetOldest()
    } else this.#groups.delete(key)
    this.#groups.set(key, group)
    return group
  }

  clear(): void {
    this.#groups.clear()
  }

  /** Another with the same, in the same order. */
  copy(copyGroup: (group: T) => T): BoundedGroups<T> {
    const copy = new BoundedGroups(this.#most, this.#make)
    for (const [key, group] of this.#groups) copy.#groups.set(key, copyGroup(group))
    copy.forgotten = this.forgotten
    return copy
  }

  #forgetOldest(): void {
    for (const key of this.#groups.keys()) {
      this.#groups.delete(key)
      this.forgotten++
      return
    }
  }
}
