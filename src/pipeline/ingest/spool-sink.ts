import type { DecodeError } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { OrderedEvent } from '../../model/ordered-stage.ts'
import type { SeenMatch } from '../../model/seen-match.ts'
import type { EventOrigin } from '../../store/events/encode-events.ts'
import { EventEncoder } from '../../store/events/encode-events.ts'
import { MatchEncoder } from '../../store/events/encode-matches.ts'
import { signalLine } from '../../store/events/signals.ts'
import { HoldingEncoder } from '../../store/register/encode-holdings.ts'
import type { BatchSink } from '../inspect-chunks.ts'
import type { RawWindow } from './raw-window.ts'
import { takeSpare } from './spare-files.ts'
import { SpoolFile } from './spool-file.ts'

/** Where rows go on their way into the store. */
export interface SpoolPaths {
  readonly events: string
  readonly matches: string
  readonly signals: string
  readonly holdings: string
}

/** The files that were written; null where there were no rows. */
export interface SpooledRows {
  readonly events: string | null
  readonly matches: string | null
  readonly signals: string | null
  readonly holdings: string | null
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

/** Encodes rows as blocks of the store. Made once for many chunks: its buffers and what it has learnt of fields are worth keeping. */
export class RowEncoder {
  readonly events: EventEncoder
  readonly matches: MatchEncoder
  readonly holdings: HoldingEncoder

  constructor(mappings: Mappings) {
    this.events = new EventEncoder(NOWHERE, mappings)
    this.matches = new MatchEncoder(NOWHERE, mappings)
    this.holdings = new HoldingEncoder(NOWHERE, mappings)
  }
}

const NOWHERE: EventOrigin = { organisation: '', load: 0, evidence: '', sensor: '' }

/** Writes what is seen in chunks, one after another, as rows of the store into spool files. */
export class SpoolSink implements BatchSink {
  readonly #organisation: string
  readonly #encoder: RowEncoder
  readonly #eventFile: SpoolFile
  readonly #matchFile: SpoolFile
  readonly #signalFile: SpoolFile
  readonly #holdingFile: SpoolFile
  #signals: string[] = []
  #load: SpooledLoad | null = null

  constructor(organisation: string, paths: SpoolPaths, encoder: RowEncoder) {
    this.#organisation = organisation
    this.#encoder = encoder
    this.#eventFile = new SpoolFile(paths.events, takeSpare)
    this.#matchFile = new SpoolFile(paths.matches)
    this.#signalFile = new SpoolFile(paths.signals)
    this.#holdingFile = new SpoolFile(paths.holdings)
  }

  /** Rows are of this load from now on. */
  begin(load: SpooledLoad): void {
    this.#load = load
    const origin = { organisation: this.#organisation, load: load.load, evidence: load.evidence, sensor: '' }
    this.#encoder.events.moveTo(origin)
    this.#encoder.matches.moveTo(origin)
    this.#encoder.holdings.moveTo(origin)
  }

  accept(batch: EventBatch, seen: readonly SeenMatch[], ids: Uint8Array): void {
    const { raw, report } = this.#load!
    const { events, matches, holdings } = this.#encoder
    events.add(batch, raw.rawOf(batch), report, ids)
    if (events.full) this.#eventFile.append(events.take())
    for (const match of seen) {
      matches.add(match, batch)
      if (matches.full) this.#matchFile.append(matches.take())
    }
    holdings.add(batch, ids)
    if (holdings.full) this.#holdingFile.append(holdings.take())
  }

  /** Takes an event that ordered stages are about. */
  order(event: OrderedEvent): void {
    this.#signals.push(signalLine(this.#organisation, this.#load!.load, event))
    if (this.#signals.length >= SIGNAL_LINES) this.#writeSignals()
  }

  finish(): SpooledRows {
    this.#flush()
    return { events: this.#eventFile.close(), matches: this.#matchFile.close(), signals: this.#signalFile.close(), holdings: this.#holdingFile.close() }
  }

  /** Removes what was written, and forgets what was to be. */
  discard(): void {
    this.#encoder.events.take()
    this.#encoder.matches.take()
    this.#encoder.holdings.take()
    this.#eventFile.remove()
    this.#matchFile.remove()
    this.#signalFile.remove()
    this.#holdingFile.remove()
    this.#signals = []
  }

  #flush(): void {
    this.#eventFile.append(this.#encoder.events.take())
    this.#matchFile.append(this.#encoder.matches.take())
    this.#holdingFile.append(this.#encoder.holdings.take())
    this.#writeSignals()
  }

  #writeSignals(): void {
    if (this.#signals.length > 0) this.#signalFile.append(Buffer.from(this.#signals.join('')))
    this.#signals = []
  }
}

/** Events that one write of the spool file takes. */
const SIGNAL_LINES = 1_024
