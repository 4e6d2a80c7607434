const FIRST_SIZE = 2 ** 16
const MIXER = 0x9e3779b1

/** (state, code unit) → state, in one table with open addressing; 0 where there is none, as no transition leads back to the root. */
export class Transitions {
  #states = new Int32Array(FIRST_SIZE)
  #units = new Int32Array(FIRST_SIZE)
  #nexts = new Int32Array(FIRST_SIZE)
  #count = 0
  /** Of the root by itself: of most characters of a text nothing begins. */
  readonly #fromRoot = new Int32Array(2 ** 16)

  get(state: number, unit: number): number {
    if (state === 0) return this.#fromRoot[unit]!
    return this.#nexts[this.#slot(state, unit)]!
  }

  /** @param next not 0 */
  set(state: number, unit: number, next: number): void {
    if (this.#count * 2 >= this.#nexts.length) this.#grow()
    const slot = this.#slot(state, unit)
    if (this.#nexts[slot] === 0) this.#count++
    this.#states[slot] = state
    this.#units[slot] = unit
    this.#nexts[slot] = next
    if (state === 0) this.#fromRoot[unit] = next
  }

  * all(): Iterable<readonly [state: number, unit: number, next: number]> {
    for (let slot = 0; slot < this.#nexts.length; slot++) if (this.#nexts[slot] !== 0) yield [this.#states[slot]!, this.#units[slot]!, this.#nexts[slot]!]
  }

  /** Where it is, or would be. */
  #slot(state: number, unit: number): number {
    const last = this.#nexts.length - 1
    const hash = Math.imul(Math.imul(state, MIXER) ^ unit, MIXER)
    let slot = (hash ^ hash >>> 15) & last
    while (this.#nexts[slot] !== 0 && (this.#states[slot] !== state || this.#units[slot] !== unit)) slot = slot + 1 & last
    return slot
  }

  #grow(): void {
    const all = [...this.all()]
    this.#states = new Int32Array(this.#nexts.length * 2)
    this.#units = new Int32Array(this.#states.length)
    this.#nexts = new Int32Array(this.#states.length)
    this.#count = 0
    for (const [state, unit, next] of all) this.set(state, unit, next)
  }
}
