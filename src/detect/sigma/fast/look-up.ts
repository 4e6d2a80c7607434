import type { SourceIndex } from './source-index.ts'

/** A field by the name that rules of a category use, and what is looked for in its value. */
export class LookUp {
  readonly field: string
  readonly category: string | undefined
  readonly source: SourceIndex
  readonly #names: readonly { readonly name: string; readonly roots: readonly string[] }[]

  /** @param names those of the event's own that the name may mean, in the order in which they are tried */
  constructor(field: string, category: string | undefined, names: readonly string[], source: SourceIndex) {
    this.field = field
    this.category = category
    this.source = source
    this.#names = names.map(name => ({ name, roots: rootsOf(name) }))
  }

  /**
   * The event's name whose value it is, as `lookUpField` finds it: the name itself or one that is it without blanks, or somewhere in a
   * value that the name is a path into.
   *
   * @param present name, without blanks or as it is → the event's name
   */
  keyIn(present: ReadonlyMap<string, string>): { readonly name: string } | 'nested' | 'absent' {
    for (const { name, roots } of this.#names) {
      const key = present.get(name)
      if (key !== undefined) return { name: key }
      if (roots.some(root => present.has(root))) return 'nested'
    }
    return 'absent'
  }
}

/** Of `a.b.c`: `a` and `a.b`. */
function rootsOf(name: string): string[] {
  const parts = name.split('.')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'))
}
