import type { DecodeError } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { SeenMatch } from '../../model/seen-match.ts'
import { EventEncoder } from '../../store/events/encode-events.ts'
import { MatchEncoder } from '../../store/events/encode-matches.ts'
import type { BatchSink } from '../inspect-chunks.ts'
import type { RawWindow } from './raw-window.ts'
import { SpoolFile } from './spool-file.ts'

/** Where rows go on their way into the store. */
export interface SpoolPaths {
  readonly events: string
  readonly matches: string
}

/** The files that were written; null where there were no rows. */
export interface SpooledRows {
  readonly events: string | null
  readonly matches: string | null
}

/** The load whose rows come next. */
export interface SpooledLoad {
  readonly load: number
  /** Hex SHA-256. */
  readonly evidence: string
  readonly raw: RawWindow
  /** Told what of an event had to be left out of the store. */
  readonly report: (error: DecodeError) => void
}

/** Writes what is seen in chunks, one after another, as rows of the store into spool files: blocks of their own for each. */
export class SpoolSink implements BatchSink {
  readonly #organisation: string
  readonly #mappings: Mappings
  readonly #eventFile: SpoolFile
  readonly #matchFile: SpoolFile
  #current: { readonly load: SpooledLoad; readonly events: EventEncoder; readonly matches: MatchEncoder } | null = null

  constructor(organisation: string, paths: SpoolPaths, mappings: Mappings) {
    this.#organisation = organisation
    this.#mappings = mappings
    this.#eventFile = new SpoolFile(paths.events)
    this.#matchFile = new SpoolFile(paths.matches)
  }

  /** Rows are of this load from now on. */
  begin(load: SpooledLoad): void {
    this.#flush()
    const origin = { organisation: this.#organisation, load: load.load, evidence: load.evidence, sensor: '' }
    this.#current = { load, events: new EventEncoder(origin, this.#mappings), matches: new MatchEncoder(origin, this.#mappings) }
  }

  accept(batch: EventBatch, seen: readonly SeenMatch[]): void {
    const { load: { raw, report }, events, matches } = this.#current!
    events.add(batch, raw.rawOf(batch), report)
    if (events.full) this.#eventFile.append(events.take())
    for (const match of seen) {
      matches.add(match, batch)
      if (matches.full) this.#matchFile.append(matches.take())
    }
  }

  finish(): SpooledRows {
    this.#flush()
    return { events: this.#eventFile.close(), matches: this.#matchFile.close() }
  }

  /** Removes what was written. */
  discard(): void {
    this.#eventFile.remove()
    this.#matchFile.remove()
  }

  #flush(): void {
    this.#eventFile.append(this.#current?.events.take() ?? null)
    this.#matchFile.append(this.#current?.matches.take() ?? null)
  }
}
