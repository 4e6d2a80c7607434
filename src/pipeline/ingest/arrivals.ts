/** Tells the one who loads that there is more to load, while others still take it in. */
export class Arrivals {
  #ended = false
  #wake = Promise.withResolvers<void>()

  /** Nothing more comes. */
  get ended(): boolean {
    return this.#ended
  }

  announce(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }

  end(): void {
    this.#ended = true
    this.announce()
  }

  /** Settles with the next announcement after this call. */
  next(): Promise<void> {
    return this.#ended ? Promise.resolve() : this.#wake.promise
  }
}
