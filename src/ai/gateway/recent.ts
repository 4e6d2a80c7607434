/** A map of bounded size that forgets what was asked for longest ago. */
export class Recent<Value> {
  readonly #most: number
  readonly #kept = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  /** @param make what is not there yet */
  of(key: string, make: () => Value): Value {
    let value = this.#kept.get(key)
    if (value === undefined) {
      value = make()
      const [oldest] = this.#kept.keys()
      if (this.#kept.size >= this.#most && oldest !== undefined) this.#kept.delete(oldest)
    } else this.#kept.delete(key)
    this.#kept.set(key, value)
    return value
  }
}
