import { EXPORTERS, HELD_BYTES, HELD_BYTES_OF_ONE, TEMPLATES } from './defaults.ts'

/** A field of a template, as it stands in data records. */
export interface TemplateField {
  readonly enterprise: number
  readonly id: number
  /** Bytes; 65,535: each value says its own (RFC 7011 §7). */
  readonly length: number
}

export interface Template {
  readonly fields: readonly TemplateField[]
  /** Whether its records tell of the exporter, not of flows. */
  readonly isOptions: boolean
  /** Bytes of the shortest record. */
  readonly leastBytes: number
}

/** Data that came before its template, with what is needed to read it later. */
export interface HeldSet {
  readonly bytes: Uint8Array
  readonly exported: ExportTime
}

/** The clock of an export: microseconds since the epoch, and milliseconds since the exporter's start where its protocol says so. */
export interface ExportTime {
  readonly now: number
  readonly uptime: number | null
}

/** What an exporter said of itself by options (RFC 7011 §4), for all its flows. */
export interface ExporterFacts {
  /** Milliseconds since the epoch at which it started. */
  readonly bootMs: number | null
  /** Packets of which one was looked at. */
  readonly samplingInterval: number | null
}

const NO_FACTS: ExporterFacts = { bootMs: null, samplingInterval: null }

/** The templates of exporters, each in its observation domain, and data that wait for theirs; bounded, the oldest go first. */
export class TemplateStore {
  readonly #templates = new Map<string, Template>()
  readonly #facts = new Map<string, ExporterFacts>()
  readonly #held = new Map<string, HeldSet[]>()
  readonly #heldOf = new Map<string, number>()
  #heldBytes = 0

  of(exporter: string, domain: number, id: number): Template | undefined {
    return this.#templates.get(`${exporter} ${domain} ${id}`)
  }

  /** Remembers a template. @returns the data that waited for it, in their order */
  learn(exporter: string, domain: number, id: number, template: Template): readonly HeldSet[] {
    const key = `${exporter} ${domain} ${id}`
    // Behind the others: repeated templates are the youngest.
    this.#templates.delete(key)
    this.#templates.set(key, template)
    if (this.#templates.size > TEMPLATES) this.#templates.delete(this.#templates.keys().next().value!)
    const held = this.#held.get(key) ?? []
    this.#held.delete(key)
    for (const { bytes } of held) this.#release(exporter, bytes.length)
    return held
  }

  factsOf(exporter: string, domain: number): ExporterFacts {
    return this.#facts.get(`${exporter} ${domain}`) ?? NO_FACTS
  }

  learnFacts(exporter: string, domain: number, { bootMs, samplingInterval }: ExporterFacts): void {
    const known = this.factsOf(exporter, domain)
    const key = `${exporter} ${domain}`
    this.#facts.delete(key)
    this.#facts.set(key, { bootMs: bootMs ?? known.bootMs, samplingInterval: samplingInterval ?? known.samplingInterval })
    if (this.#facts.size > EXPORTERS) this.#facts.delete(this.#facts.keys().next().value!)
  }

  withdraw(exporter: string, domain: number, id: number): void {
    this.#templates.delete(`${exporter} ${domain} ${id}`)
  }

  /** Keeps data until its template comes. @returns false when there is no room */
  hold(exporter: string, domain: number, id: number, set: HeldSet): boolean {
    const ofOne = this.#heldOf.get(exporter) ?? 0
    if (ofOne + set.bytes.length > HELD_BYTES_OF_ONE || this.#heldBytes + set.bytes.length > HELD_BYTES) return false
    const key = `${exporter} ${domain} ${id}`
    const held = this.#held.get(key)
    // The datagram's buffer goes to somebody else.
    const kept = { ...set, bytes: Uint8Array.from(set.bytes) }
    if (held === undefined) this.#held.set(key, [kept])
    else held.push(kept)
    this.#heldOf.set(exporter, ofOne + set.bytes.length)
    this.#heldBytes += set.bytes.length
    return true
  }

  #release(exporter: string, bytes: number): void {
    this.#heldBytes -= bytes
    const left = (this.#heldOf.get(exporter) ?? 0) - bytes
    if (left > 0) this.#heldOf.set(exporter, left)
    else this.#heldOf.delete(exporter)
  }
}
