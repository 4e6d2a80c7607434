/** Union-find over threads, with the subjects of each group. Numbers are those of the threads; `find` is nearly constant time. */
export class ThreadGroups {
  readonly #parent: number[] = []
  /** Of roots only. */
  readonly #subjects = new Map<number, ReadonlySet<string>>()

  /** Adds a thread as a group of its own; threads are added in the order of their numbers. */
  add(subject: string): void {
    this.#subjects.set(this.#parent.length, new Set([subject]))
    this.#parent.push(this.#parent.length)
  }

  find(thread: number): number {
    let root = thread
    while (this.#parent[root]! !== root) root = this.#parent[root]!
    for (let each = thread; each !== root;) {
      const next = this.#parent[each]!
      this.#parent[each] = root
      each = next
    }
    return root
  }

  /** How many distinct subjects the two groups have together. */
  subjectsTogether(a: number, b: number): number {
    return this.#together(this.find(a), this.find(b)).size
  }

  /** The earlier root stays root. */
  unite(a: number, b: number): void {
    const [root, other] = [this.find(a), this.find(b)].toSorted((x, y) => x - y) as [number, number]
    if (root === other) return
    this.#subjects.set(root, this.#together(root, other))
    this.#subjects.delete(other)
    this.#parent[other] = root
  }

  /** Groups are small (their size is bounded by the thresholds), so a new set costs little. */
  #together(a: number, b: number): ReadonlySet<string> {
    return this.#subjects.get(a)!.union(this.#subjects.get(b)!)
  }
}
