import type { Steps } from './steps.ts'

/** A map of bounded size that forgets what was asked for longest ago. */
export class Recent<Value> {
  readonly #most: number
  readonly #kept = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  /** @param make what is not there yet */
  of(key: string, make: () => Value): Value {
    const known = this.#kept.get(key)
    return this.#keep(key, known === undefined ? make() : known)
  }

  /** The same of what is made in steps: whoever asks for it meanwhile makes it, too, and need not wait for one who may give up. */
  *inSteps(key: string, make: () => Steps<Value>): Steps<Value> {
    const known = this.#kept.get(key)
    return this.#keep(key, known === undefined ? yield* make() : known)
  }

  forget(key: string): void {
    this.#kept.delete(key)
  }

  get(key: string): Value | undefined {
    return this.#kept.get(key)
  }

  #keep(key: string, value: Value): Value {
    this.#kept.delete(key)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= this.#most && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(key, value)
    return value
  }
}
