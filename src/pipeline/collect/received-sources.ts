import { join } from 'node:path'
import { formatTime } from '../../model/time.ts'
import { SourceClocks } from '../clocks/source-clocks.ts'
import { clockView } from './clock-view.ts'
import { AWAY_SECONDS } from './defaults.ts'
import type { FedFigures } from './fed-figures.ts'
import { newFedFigures, noteFed } from './fed-figures.ts'
import type { ReceivedSource, ReceivedStreamOptions } from './received-stream.ts'
import { ReceivedStream } from './received-stream.ts'
import type { FedSegment } from './segment-feeder.ts'
import type { SegmentFile } from './segment-files.ts'
import type { WatchedStream } from './silence-watch.ts'
import type { SourceView } from './source-view.ts'
import { shownSample } from './source-view.ts'

/** A machine that collects for this one. */
export interface Machine {
  readonly organisation: string
  readonly name: string
}

/** What a source of another machine is called here. */
export function receivedName(source: string, machine: Machine): string {
  return `${source}@${machine.name}`
}

/** The sources that other machines collect: their streams, and how they are, as those machines tell and as is seen here. */
export class ReceivedSources {
  readonly #options: ReceivedStreamOptions
  readonly #clocks: SourceClocks
  readonly #streams = new Map<string, Promise<ReceivedStream>>()
  readonly #opened = new Map<string, ReceivedStream>()
  readonly #fed = new Map<string, FedFigures>()
  readonly #told = new Map<string, Told>()

  /** @param clocks of who sends to them, as their segments tell it here */
  constructor(options: ReceivedStreamOptions, clocks = new SourceClocks()) {
    this.#options = options
    this.#clocks = clocks
  }

  /** Opened when it is first asked for. @throws what the file system says */
  stream(source: ReceivedSource): Promise<ReceivedStream> {
    const key = keyOf(source)
    let stream = this.#streams.get(key)
    if (stream === undefined) {
      stream = ReceivedStream.open(source, this.#options)
      this.#streams.set(key, stream)
      stream.then(opened => this.#opened.set(key, opened), () => this.#streams.delete(key))
    }
    return stream
  }

  /** Whether a machine may send another stream beside those it has. */
  mayOpen(machine: Machine, source: string, most: number): boolean {
    const own = [...this.#streams.keys()].filter(key => key.startsWith(`${machine.organisation}/`) && key.endsWith(`@${machine.name}`))
    return own.length < most || own.includes(keyOf({ organisation: machine.organisation, name: receivedName(source, machine) }))
  }

  /** Why nothing may be taken now; null when it may. */
  refusal(): 'disk-full' | 'behind' | null {
    return this.#options.room.refusal()
  }

  /** What a machine says of all its sources. @param now milliseconds */
  told(machine: Machine, sources: readonly SourceView[], now: number): void {
    const before = this.#told.get(keyOf(machine))?.sources
    const lastRecord = (view: SourceView) => {
      const known = before?.find(({ name }) => name === view.name)
      if (known !== undefined && known.records === view.records) return known.heardAt
      return view.records === 0 ? null : now
    }
    this.#told.set(keyOf(machine), { machine, sources: sources.map(view => ({ ...view, heardAt: lastRecord(view) })), at: now })
  }

  /** Those whose silence would say something: also that of a machine that is away. */
  watched(): WatchedStream[] {
    return [...this.#told.values()].flatMap(({ machine, sources }) => sources.map(({ name: local, heardAt, state }) => {
      const source = { organisation: machine.organisation, name: receivedName(local, machine) }
      return { source, folder: this.#folder(source), lastRecord: heardAt === null ? null : heardAt * 1_000, isDeaf: state === 'paused' }
    }))
  }

  /** It was taken off. */
  forget(machine: Machine): void {
    this.#told.delete(keyOf(machine))
  }

  noteFed(fed: FedSegment): void {
    const key = keyOf({ organisation: fed.organisation, name: fed.source })
    const figures = this.#fed.get(key) ?? newFedFigures()
    this.#fed.set(key, figures)
    noteFed(figures, fed)
  }

  /** @param waiting segments here that are not in the store @param now milliseconds */
  list(organisation: string, waiting: (source: string) => readonly SegmentFile[], isSilent: (folder: string) => boolean, now: number): SourceView[] {
    return [...this.#told.values()].filter(({ machine }) => machine.organisation === organisation).flatMap(({ machine, sources, at }) => sources.map(({ heardAt: _, ...view }) => {
      const name = receivedName(view.name, machine)
      const state = view.state === 'taking' && isSilent(this.#folder({ organisation, name })) ? 'silent' : view.state
      return this.#merged({ ...view, name, state, clock: clockView(this.#clocks.of(organisation, name), undefined, now) }, keyOf({ organisation, name }), waiting(name), at, now)
    }))
  }

  #folder({ organisation, name }: ReceivedSource): string {
    return join(this.#options.room.folder, organisation, name)
  }

  #merged(view: SourceView, key: string, waiting: readonly SegmentFile[], toldAt: number, now: number): SourceView {
    const { events, decodeErrors, decodeSamples } = this.#fed.get(key) ?? newFedFigures()
    const refused = this.#opened.get(key)?.meter.figures()
    const isAway = now - toldAt > AWAY_SECONDS * 1_000
    const oldest = Math.min(...waiting.map(({ opened }) => opened))
    const lag = Number.isFinite(oldest) ? Math.max(0, Math.round(now / 1_000 - oldest / 1_000_000)) : 0
    return {
      ...view,
      ...(isAway ? { state: 'failed', reason: `its sensor was last heard of at ${formatTime(toldAt * 1_000)}` } : {}),
      lagSeconds: Math.max(lag, view.lagSeconds),
      waiting: { segments: view.waiting.segments + waiting.length, bytes: view.waiting.bytes + waiting.reduce((sum, { bytes }) => sum + bytes, 0) },
      events,
      decodeErrors,
      decodeSamples: decodeSamples.map(shownSample),
      malformed: view.malformed + (refused?.malformed ?? 0),
      malformedSamples: [...view.malformedSamples, ...(refused?.samples ?? []).map(shownSample)],
    }
  }
}

interface Told {
  readonly machine: Machine
  readonly sources: readonly ToldSource[]
  /** Milliseconds. */
  readonly at: number
}

interface ToldSource extends SourceView {
  /** Milliseconds: when it was last told that records came; by the clock here, since the other may be wrong. Null: none did. */
  readonly heardAt: number | null
}

function keyOf({ organisation, name }: ReceivedSource): string {
  return `${organisation}/${name}`
}
