import { addressText } from './address-text.ts'
import { compileCondition } from './condition.ts'
import { NOBODY } from './entities.ts'
import type { Holding, Translation } from './holding.ts'
import { normaliseMac } from './mac-address.ts'
import type { HoldingMapping } from './source-mapping.ts'
import { isValidTime, parseIsoTime, SECOND_US } from './time.ts'
import type { Fields, FieldValue } from './value.ts'

/** What is known of a dataset, as far as holdings need it. */
interface FieldReader {
  readonly holdings: readonly HoldingMapping[]
  lookUp(fields: Fields, name: string): FieldValue | undefined
}

/** Longest name of a person, a machine or a place that is kept. */
const MAX_NAME = 256

/** The longest that one event may say that something holds: a hundred years. More is an error, or DHCP's "for ever" (RFC 2131 §3.3). */
const MAX_SECONDS = 3_155_760_000

/**
 * What an event says of who had an address; nothing where its mapping or its fields say nothing that holds.
 *
 * @param time of the event in microseconds; without one nobody can say when
 */
export function holdingsOf(view: FieldReader, fields: Fields, time: number | null): Holding[] {
  if (time === null || view.holdings.length === 0) return []
  return view.holdings.flatMap(mapping => {
    if (!holdsFor(mapping)(fields)) return []
    const holding = holdingBy(mapping, view, fields, time)
    return holding === null ? [] : [holding]
  })
}

const conditions = new WeakMap<HoldingMapping, (fields: Fields) => boolean>()

function holdsFor(mapping: HoldingMapping): (fields: Fields) => boolean {
  const kept = conditions.get(mapping)
  if (kept !== undefined) return kept
  const made = compileCondition(mapping.when)
  conditions.set(mapping, made)
  return made
}

function holdingBy(mapping: HoldingMapping, view: FieldReader, fields: Fields, time: number): Holding | null {
  const reader = new PartReader(view, fields)
  const { kind, act } = mapping
  const address = reader.first(mapping.address, addressText) ?? ''
  const mac = reader.first(mapping.mac, normaliseMac) ?? ''
  const translation = kind === 'translation' ? translationBy(mapping, reader) : null
  // Connection trackers name both sides of every connection, translated or not.
  if (translation?.address === address) return null
  if (kind === 'translation' ? translation === null || address === '' : address === '' && mac === '') return null
  const named = reader.first(mapping.user, nameText) ?? ''
  // An account that ends in `$` is a machine's (Windows).
  const isMachine = named.endsWith('$')
  const host = reader.first(mapping.host, nameText) ?? (isMachine ? named.slice(0, -1) : '')
  const seconds = reader.first(mapping.duration, durationSeconds)
  const from = reader.time(mapping.from) ?? (act === 'end' && seconds !== null ? Math.max(0, time - seconds * SECOND_US) : time)
  const said = reader.time(mapping.until) ?? (act === 'end' ? time : act === 'begin' && seconds !== null ? from + seconds * SECOND_US : null)
  return {
    kind, act, address, mac, user: isMachine ? '' : named, host,
    place: reader.all(mapping.place),
    session: reader.first(mapping.session, text => (text.length > MAX_NAME ? null : text)) ?? '',
    from,
    until: said !== null && (said < from || !isValidTime(said)) ? null : said,
    port: reader.first(mapping.port, portNumber),
    translation,
  }
}

function translationBy(mapping: HoldingMapping, reader: PartReader): Translation | null {
  const address = reader.first(mapping.translatedAddress, addressText)
  if (address === null) return null
  const port = reader.first(mapping.translatedPort, portNumber)
  if (port === null) return { address, ports: null }
  const last = reader.first(mapping.translatedPortEnd, portNumber) ?? port
  return { address, ports: last < port ? [last, port] : [port, last] }
}

/** Reads parts of one event by the fields that a mapping names for them. */
class PartReader {
  readonly #view: FieldReader
  readonly #fields: Fields

  constructor(view: FieldReader, fields: Fields) {
    this.#view = view
    this.#fields = fields
  }

  /** The first that reads as what is wanted. */
  first<Value>(names: readonly string[], read: (text: string) => Value | null): Value | null {
    for (const name of names) {
      const value = this.#view.lookUp(this.#fields, name)
      for (const member of Array.isArray(value) ? value.slice(0, MAX_MEMBERS) : [value]) {
        const text = textOf(member)
        const found = text === null ? null : read(text)
        if (found !== null) return found
      }
    }
    return null
  }

  /** Every one that says something, in the mapping's order. */
  all(names: readonly string[]): string {
    const texts = names.flatMap(name => this.first([name], text => (nameText(text) === null ? null : text.trim())) ?? [])
    return texts.join(' ').slice(0, MAX_NAME)
  }

  time(mapping: HoldingMapping['from']): number | null {
    if (mapping === undefined) return null
    const { field, format } = mapping
    return this.first([field], text => {
      if (format === 'iso') return parseIsoTime(text)?.microseconds ?? null
      const number = text.trim() === '' ? Number.NaN : Number(text)
      const microseconds = Math.floor(number * (format === 'epoch-s' ? SECOND_US : SECOND_US / 1_000))
      return isValidTime(microseconds) ? microseconds : null
    })
  }
}

/** Members of a list that are looked at. */
const MAX_MEMBERS = 8

function textOf(value: FieldValue | undefined): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

function nameText(text: string): string | null {
  const name = text.trim().toLowerCase()
  return name.length > MAX_NAME || NOBODY.has(name) ? null : name
}

function durationSeconds(text: string): number | null {
  const seconds = text.trim() === '' ? Number.NaN : Number(text)
  return seconds >= 0 && seconds <= MAX_SECONDS ? seconds : null
}

function portNumber(text: string): number | null {
  const port = Number(text)
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null
}
