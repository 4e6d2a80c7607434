/** A bounded number of works at a time; the first that fails fails the whole. */
export class ParallelWork {
  readonly #limit: number
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly cause: unknown } | null = null

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Starts a work as soon as there is room for it. @returns when it will be done @throws what an earlier work threw */
  async start(work: () => Promise<void>): Promise<{ readonly done: Promise<void> }> {
    await this.room()
    return { done: this.follow(work()) }
  }

  /** When there is room for one more. @throws what an earlier work threw */
  async room(): Promise<void> {
    while (this.#running.size >= this.#limit) await Promise.race(this.#running)
    this.#check()
  }

  /** Waits, at the end, also for this. Never rejects: {@link end} does. */
  follow(work: Promise<void>): Promise<void> {
    const running: Promise<void> = work
      .catch((cause: unknown) => { this.#failure ??= { cause } })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  /** When none runs any more, however they ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** When all are done. @throws what the first of them threw */
  async end(): Promise<void> {
    await this.idle()
    this.#check()
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.cause
  }
}
