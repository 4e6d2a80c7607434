import { MOST_REMEMBERED } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { normalisedName } from './ecosystem.ts'
import { NearestNames } from './nearest-name.ts'
import { packageWords } from './package-words.ts'

/** The packages that there are, as far as the organisation says. */
export class KnownPackages {
  readonly #names = new Map<Ecosystem, Set<string>>()
  readonly #nearest = new Map<Ecosystem, NearestNames>()
  readonly #hints = new Map<string, string | null>()

  add(ecosystem: Ecosystem, name: string): void {
    const names = this.#names.get(ecosystem) ?? new Set()
    names.add(normalisedName(ecosystem, name))
    this.#names.set(ecosystem, names)
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
    return distributions.some(each => this.#has('pypi', each)) || this.#startsSome(`${bare}-`)
  }

  /** The known name that is meant, perhaps. */
  nearest(ecosystem: Ecosystem, name: string): string | null {
    const plain = normalisedName(ecosystem, name)
    const key = `${ecosystem} ${plain}`
    const kept = this.#hints.get(key)
    if (kept !== undefined) return kept
    const names = this.#nearest.get(ecosystem) ?? new NearestNames(this.#names.get(ecosystem) ?? [])
    this.#nearest.set(ecosystem, names)
    const found = names.of(plain)
    if (this.#hints.size >= MOST_REMEMBERED) this.#hints.clear()
    this.#hints.set(key, found)
    return found
  }

  #has(ecosystem: Ecosystem, plain: string): boolean {
    return this.#names.get(ecosystem)?.has(plain) ?? false
  }

  /** `google.cloud` comes of many distributions, none of which is called `google`. */
  #startsSome(start: string): boolean {
    const key = `start ${start}`
    const kept = this.#hints.get(key)
    if (kept !== undefined) return kept !== null
    const found = this.#names.get('pypi')?.values().find(name => name.startsWith(start)) ?? null
    this.#hints.set(key, found)
    return found !== null
  }
}

function parentsOf(path: string, separator: string): string[] {
  const parts = path.split(separator)
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(separator))
}
