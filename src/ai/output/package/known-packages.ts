import { MOST_REMEMBERED } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { NAME_SHAPES, normalisedName } from './ecosystem.ts'
import { PackageNames } from './package-names.ts'
import { packageWords } from './package-words.ts'

/** The packages that there are, as far as the organisation says. */
export class KnownPackages {
  readonly #names: ReadonlyMap<Ecosystem, PackageNames>
  /** Beginnings of names that nobody else can give out. */
  readonly #beginnings: readonly (readonly [Ecosystem, string])[]
  readonly #hints = new Map<string, string | null>()

  /** @param named one that ends in `*` stands for all that begin so; what has not the shape of a name is left out */
  constructor(named: Iterable<readonly [Ecosystem, string]>) {
    const names = new Map<Ecosystem, string[]>()
    const beginnings = new Map<string, readonly [Ecosystem, string]>()
    for (const [ecosystem, name] of named) {
      if (name.endsWith('*')) beginnings.set(`${ecosystem} ${name}`, [ecosystem, name.slice(0, -1).toLowerCase()])
      else if (NAME_SHAPES[ecosystem].test(name)) {
        const list = names.get(ecosystem) ?? []
        list.push(normalisedName(ecosystem, name))
        names.set(ecosystem, list)
      }
    }
    this.#names = new Map([...names].map(([ecosystem, list]) => [ecosystem, new PackageNames(list)]))
    this.#beginnings = [...beginnings.values()]
  }

  /** Names of all ecosystems. */
  get size(): number {
    return [...this.#names.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Whether anything is known of an ecosystem: where nothing is, every name would be unknown. */
  covers(ecosystem: Ecosystem): boolean {
    return this.#names.has(ecosystem)
  }

  /** Whether it is one that a command may install. */
  has(ecosystem: Ecosystem, name: string): boolean {
    return this.#has(ecosystem, normalisedName(ecosystem, name))
  }

  /** Whether something that is known may be imported so. Of Python the names of modules and of distributions differ, of Go a package lies within a module. */
  hasImport(ecosystem: Ecosystem, name: string): boolean {
    const plain = normalisedName(ecosystem, name)
    if (this.#has(ecosystem, plain)) return true
    if (ecosystem === 'go') return parentsOf(plain, '/').some(parent => this.#has('go', parent))
    if (ecosystem === 'gem') return this.#has('gem', plain.replaceAll('/', '-')) || this.#has('gem', plain.split('/')[0]!)
    if (ecosystem !== 'pypi') return false
    const module = name.split('.')[0]!.toLowerCase()
    const known = packageWords().pythonDistributions.get(module)
    const bare = normalisedName('pypi', module)
    const distributions = [bare, ...(known === undefined ? [] : [normalisedName('pypi', known)]), `python-${bare}`, `py${bare}`, `${bare}-python`, `${bare}s`, bare.replace(/s$/, ''), bare.replace(/^py/, '')]
    // `google.cloud` comes of many distributions, none of which is called `google`.
    return distributions.some(each => this.#has('pypi', each)) || this.#names.get('pypi')?.startsSome(`${bare}-`) === true
  }

  /** The known name that is meant, perhaps. */
  nearest(ecosystem: Ecosystem, name: string): string | null {
    const plain = normalisedName(ecosystem, name)
    const key = `${ecosystem} ${plain}`
    const kept = this.#hints.get(key)
    if (kept !== undefined) return kept
    const found = this.#names.get(ecosystem)?.nearest(plain) ?? null
    if (this.#hints.size >= MOST_REMEMBERED) this.#hints.clear()
    this.#hints.set(key, found)
    return found
  }

  #has(ecosystem: Ecosystem, plain: string): boolean {
    return this.#names.get(ecosystem)?.has(plain) === true || this.#beginnings.some(([of, beginning]) => of === ecosystem && plain.startsWith(beginning))
  }
}

function parentsOf(path: string, separator: string): string[] {
  const parts = path.split(separator)
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(separator))
}
