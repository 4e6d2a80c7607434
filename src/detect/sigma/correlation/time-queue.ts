const FIRST_CAPACITY = 8

/** Times with what belongs to them, first in, first out; memory follows the number held. */
export class TimeQueue<T> {
  #times = new Float64Array(FIRST_CAPACITY)
  #items = slots<T>(FIRST_CAPACITY)
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(time: number, item: T): void {
    if (this.#size === this.#times.length) this.#resize(this.#size * 2)
    const at = (this.#head + this.#size) & (this.#times.length - 1)
    this.#times[at] = time
    this.#items[at] = item
    this.#size++
  }

  /** Removes the oldest when it is before the time given. */
  takeBefore(time: number): T | undefined {
    if (this.#size === 0 || this.#times[this.#head]! >= time) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#times.length - 1)
    this.#size--
    if (this.#size < this.#times.length / 4 && this.#times.length > FIRST_CAPACITY) this.#resize(this.#times.length / 2)
    return item
  }

  /** Another with the same. @param copyItem what stands for an item in it */
  copy(copyItem: (item: T) => T = item => item): TimeQueue<T> {
    const copy = new TimeQueue<T>()
    copy.#times = this.#times.slice()
    copy.#items = this.#items.map(item => (item === undefined ? undefined : copyItem(item)))
    copy.#head = this.#head
    copy.#size = this.#size
    return copy
  }

  * [Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.#size; i++) yield this.#items[(this.#head + i) & (this.#times.length - 1)]!
  }

  #resize(capacity: number): void {
    const times = new Float64Array(capacity)
    const items = slots<T>(capacity)
    for (let i = 0; i < this.#size; i++) {
      const at = (this.#head + i) & (this.#times.length - 1)
      times[i] = this.#times[at]!
      items[i] = this.#items[at]
    }
    this.#times = times
    this.#items = items
    this.#head = 0
  }
}

function slots<T>(count: number): (T | undefined)[] {
  return Array.from({ length: count })
}
