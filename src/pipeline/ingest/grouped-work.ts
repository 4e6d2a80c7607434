interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (cause: unknown) => void
}

/** Does work for many at once: what comes while some of it is done waits, and is then done together. */
export class GroupedWork<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #most: number
  #waiting: Waiting<Item, Result>[] = []
  #working = false

  /** @param work all of it or nothing; one result for each item @param most items at a time */
  constructor(work: (items: readonly Item[]) => Promise<readonly Result[]>, most: number) {
    this.#work = work
    this.#most = most
  }

  /** @throws what the work throws for this item alone */
  run(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#working) void this.#workAll()
    })
  }

  async #workAll(): Promise<void> {
    this.#working = true
    while (this.#waiting.length > 0) await this.#workOn(this.#waiting.splice(0, this.#most))
    this.#working = false
  }

  /** What fails together is done one by one: nobody pays for another's item. */
  async #workOn(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(group.map(({ item }) => item))
      group.forEach(({ resolve }, index) => resolve(results[index]!))
    } catch (cause) {
      if (group.length === 1) group[0]!.reject(cause)
      else for (const one of group) await this.#workOn([one])
    }
  }
}
