/** The mean of the last values, of those there are. */
export class RunningMean {
  readonly #values: Float64Array
  #count = 0

  constructor(length: number) {
    this.#values = new Float64Array(length)
  }

  add(value: number): number {
    const { length } = this.#values
    this.#values[this.#count++ % length] = value
    const used = Math.min(this.#count, length)
    let sum = 0
    for (let index = 0; index < used; index++) sum += this.#values[index]!
    return sum / used
  }
}
