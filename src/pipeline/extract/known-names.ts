import { entityKey, entitiesOf } from '../../model/entities.ts'
import type { Entity } from '../../model/entity.ts'
import type { DatasetView } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { isCommonName } from './pseudonyms.ts'

/** Letters, digits and what names hold beside them; what lies between is no part of a name. */
export const NAME = /[\p{L}\p{N}_$](?:[\p{L}\p{N}_$.-]*[\p{L}\p{N}_$])?/gu

/** Names shorter than this are replaced where they are the value of a field of names, not within other text. */
const SHORTEST_IN_TEXT = 3

/** The names of people and machines that events speak of, gathered before any is written: each is replaced wherever it stands. */
export class KnownNames {
  readonly #users = new Set<string>()
  readonly #hosts = new Set<string>()
  readonly #domains: readonly string[]
  readonly #seen = new Set<string>()

  /** @param domains one's own, which are replaced too; others are what research is about */
  constructor(domains: readonly string[]) {
    this.#domains = domains.map(domain => domain.toLowerCase())
  }

  get size(): number {
    return this.#users.size + this.#hosts.size
  }

  gather(view: DatasetView, fields: Fields): void {
    for (const entity of entitiesOf(view, fields)) {
      const key = entityKey(entity)
      if (this.#seen.has(key)) continue
      if (this.#seen.size >= SEEN_MOST) this.#seen.clear()
      this.#seen.add(key)
      this.#add(entity)
    }
  }

  kindOf(name: string): 'user' | 'host' | null {
    if (name.length < SHORTEST_IN_TEXT) return null
    return this.#users.has(name) ? 'user' : this.#hosts.has(name) ? 'host' : null
  }

  /** One's own domain that a name lies in or is. */
  domainOf(name: string): string | null {
    return this.#domains.find(domain => name === domain || name.endsWith(`.${domain}`)) ?? null
  }

  #add({ type, value }: Entity): void {
    // `CORP\alice`, `alice@corp.example`: each part may stand alone elsewhere.
    const parts = value.toLowerCase().match(NAME) ?? []
    if (type === 'user' || type === 'account' || type === 'email') {
      const [person, ...rest] = value.includes('\\') ? parts.toReversed() : parts
      if (person !== undefined && !isCommonName(person)) this.#users.add(person)
      if (type !== 'email') for (const part of rest) this.#addHost(part)
    }
    if (type === 'host') for (const part of parts) this.#addHost(part)
  }

  #addHost(name: string): void {
    if (isCommonName(name) || /^[\d.]+$/.test(name)) return
    const [label = name] = name.split('.')
    if (!isCommonName(label)) this.#hosts.add(label)
    this.#hosts.add(name)
  }
}

/** Entities that are looked at once. */
const SEEN_MOST = 1_000_000
