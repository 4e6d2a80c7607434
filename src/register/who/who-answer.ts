import type { HoldingKind } from '../../model/holding.ts'
import type { Fact } from '../../model/reason.ts'
import type { EntryReference } from '../../store/register/entry.ts'
import type { Confidence } from './claims.ts'

/** One step from an address to whose it is. */
export interface Hop {
  readonly step: HoldingKind | 'device' | 'prefix' | 'organisation' | 'owner'
  readonly says: Fact
  /** Since and until when, in microseconds; null where that is not known, or always. */
  readonly from: number | null
  readonly until: number | null
  readonly confidence: Confidence
  readonly why: Fact
  readonly against: readonly Fact[]
  /** The log line that says so; null where the register does. */
  readonly event: HopEvent | null
  /** The entry of the register that says so. */
  readonly entry: EntryReference | null
}

export interface HopEvent {
  readonly id: string
  /** Microseconds. */
  readonly time: number
  readonly dataset: string
  /** Its beginning as the evidence has it; null where that is not text, or is gone. */
  readonly line: string | null
}

/** Somebody who had the address after the asked moment. */
export interface LaterHolder {
  readonly kind: HoldingKind
  readonly from: number
  readonly until: number | null
  readonly mac: string
  readonly host: string
  readonly user: string
  /** Of a translation. */
  readonly address: string
  readonly event: string
}

/** Whose an address was at a moment, as far as logs and the register tell. */
export interface WhoAnswer {
  readonly asked: { readonly address: string; readonly port: number | null; readonly at: number }
  /** On the inside, after translations. */
  readonly address: string
  readonly mac: string | null
  readonly host: string | null
  readonly user: string | null
  readonly place: string | null
  readonly device: NamedEntry | null
  readonly site: NamedEntry | null
  readonly prefix: NamedEntry | null
  readonly organisation: NamedEntry | null
  readonly owner: NamedEntry | null
  /** Of the device, else of the prefix. */
  readonly criticality: string | null
  /** Of the weakest hop that leads to the owner, else to the device, the machine or the person; null where there is none. */
  readonly confidence: Confidence | null
  readonly hops: readonly Hop[]
  /** What could not be told, and what to do. */
  readonly notes: readonly Fact[]
  readonly since: readonly LaterHolder[]
}

/** An entry by its key, with what people call it. */
export interface NamedEntry {
  readonly key: string
  readonly name: string
}
