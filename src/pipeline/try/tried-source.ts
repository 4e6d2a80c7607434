import type { Entity } from '../../model/entity.ts'
import type { Holding } from '../../model/holding.ts'
import type { Fields } from '../../model/value.ts'

/** What a file would yield as a source. */
export interface TriedSource {
  readonly path: string
  /** Hex; empty when the content could not be read at all. */
  readonly sha256: string
  readonly bytes: number
  readonly encoding: string | null
  /** The decoder's name; null when none recognises the content. */
  readonly decoder: string | null
  readonly events: number
  /** More records follow than were read. */
  readonly isCut: boolean
  /** The most frequent first. */
  readonly datasets: readonly TriedDataset[]
  readonly times: TriedTimes
  readonly samples: readonly TriedRecord[]
  readonly errors: { readonly total: number; readonly samples: readonly TriedError[] }
  readonly advice: TriedAdvice
}

export interface TriedDataset {
  readonly dataset: string
  /** The mapping it comes from. */
  readonly source: string
  readonly events: number
}

export interface TriedTimes {
  /** Microseconds; null when no event has a time. */
  readonly first: number | null
  readonly last: number | null
  readonly without: number
  /** Times that named no zone, and for which none is configured: taken for UTC. */
  readonly zoneAssumed: number
  readonly yearAssumed: number
}

export interface TriedRecord {
  readonly record: number
  readonly dataset: string
  readonly time: number | null
  readonly isZoneAssumed: boolean
  readonly isYearAssumed: boolean
  readonly subject: Entity
  readonly entities: readonly Entity[]
  readonly logsource: {
    readonly product: string | null
    readonly services: readonly string[]
    readonly categories: readonly string[]
    /** Every rule is tried that does not contradict. */
    readonly isOpen: boolean
  }
  readonly holdings: readonly Holding[]
  readonly fields: Fields
}

export interface TriedError {
  readonly offset: number
  readonly reason: string
  /** What stands there, in the file's encoding. */
  readonly sample: string
}

/** What to do next: `unknown` no decoder fits, `generic` it is read but no mapping knows it, `programs` some programs of syslog are unknown. */
export interface TriedAdvice {
  readonly kind: 'fits' | 'unknown' | 'generic' | 'programs'
  /** A mapping to begin with, in YAML; empty where none is needed. */
  readonly mapping: string
  readonly programs: readonly string[]
}
