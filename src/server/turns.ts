/** Work that follows one another: each begins when those before it have ended, however they ended. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    return turn
  }

  /** When all that was asked for until now has ended. */
  async idle(): Promise<void> {
    await this.#last
  }
}
