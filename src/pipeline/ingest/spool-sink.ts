import type { DecodeError } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { SeenMatch } from '../../model/seen-match.ts'
import type { EventOrigin } from '../../store/events/encode-events.ts'
import { EventEncoder } from '../../store/events/encode-events.ts'
import { MatchEncoder } from '../../store/events/encode-matches.ts'
import type { BatchSink } from '../inspect-chunks.ts'
import type { RawWindow } from './raw-window.ts'
import { SpoolFile } from './spool-file.ts'

/** Where the rows of one load go on their way into the store. */
export interface SpoolPaths {
  readonly events: string
  readonly matches: string
}

/** The files that were written; null where there were no rows. */
export interface SpooledRows {
  readonly events: string | null
  readonly matches: string | null
}

/** Writes what is seen in a chunk as rows of the store into its spool files. */
export class SpoolSink implements BatchSink {
  readonly #events: EventEncoder
  readonly #matches: MatchEncoder
  readonly #eventFile: SpoolFile
  readonly #matchFile: SpoolFile
  readonly #raw: RawWindow
  readonly #report: (error: DecodeError) => void

  /** @param report told what of an event had to be left out of the store */
  constructor(origin: EventOrigin, paths: SpoolPaths, mappings: Mappings, raw: RawWindow, report: (error: DecodeError) => void) {
    this.#events = new EventEncoder(origin, mappings)
    this.#matches = new MatchEncoder(origin, mappings)
    this.#eventFile = new SpoolFile(paths.events)
    this.#matchFile = new SpoolFile(paths.matches)
    this.#raw = raw
    this.#report = report
  }

  accept(batch: EventBatch, matches: readonly SeenMatch[]): void {
    this.#events.add(batch, this.#raw.rawOf(batch), this.#report)
    if (this.#events.full) this.#eventFile.append(this.#events.take())
    for (const match of matches) {
      this.#matches.add(match, batch)
      if (this.#matches.full) this.#matchFile.append(this.#matches.take())
    }
  }

  finish(): SpooledRows {
    this.#eventFile.append(this.#events.take())
    this.#matchFile.append(this.#matches.take())
    return { events: this.#eventFile.close(), matches: this.#matchFile.close() }
  }

  /** Removes what was written. */
  discard(): void {
    this.#eventFile.remove()
    this.#matchFile.remove()
  }
}
