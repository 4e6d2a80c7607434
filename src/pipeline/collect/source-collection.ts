import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { CollectedSource } from './collected-source.ts'
import { LISTEN_RETRY_MS, SAMPLES_KEPT } from './defaults.ts'
import type { Receive } from './receiver.ts'
import { recoverSegments } from './segment-files.ts'
import type { FedSegment, FeederParts } from './segment-feeder.ts'
import { SegmentFeeder } from './segment-feeder.ts'
import { OWN_SOURCE, SilenceWatch } from './silence-watch.ts'
import type { SourceView } from './source-view.ts'
import { sourceView } from './source-view.ts'
import type { SpoolLimits } from './spool-room.ts'
import { SpoolRoom } from './spool-room.ts'
import type { StreamSource } from './stream-spool.ts'
import { StreamSpool } from './stream-spool.ts'

/** A source that is wanted. */
export interface WantedSource {
  readonly source: StreamSource
  /** As configured: `syslog`. */
  readonly kind: string
  /** Null where others receive for it: they ask the collection for its spool. */
  readonly receive: Receive | null
}

export interface CollectionParts extends Pick<FeederParts, 'store' | 'reading' | 'inTurn' | 'fold'> {
  readonly sources: readonly WantedSource[]
  readonly limits: Partial<SpoolLimits>
  readonly durability: 'process' | 'power'
  readonly sealSeconds: number
  readonly log: Log
}

/** Everything that is collected all day: a spool for each source, what receives for it, and the way into the store. */
export class SourceCollection {
  readonly #parts: CollectionParts
  readonly #feeder: SegmentFeeder
  readonly #sources: readonly CollectedSource[]
  /** In which what was seen of the others is written, for each organisation. */
  readonly #own: readonly StreamSpool[]
  readonly #watch: SilenceWatch
  readonly #retries = new Set<NodeJS.Timeout>()
  #isClosed = false

  /**
   * Opens all spools, goes on with what an earlier start left in them (also of sources that are no longer wanted), and begins to receive. A
   * source that cannot receive now is shown with the reason and tried again.
   *
   * @throws what the file system says of the spools
   */
  static async open(parts: CollectionParts): Promise<SourceCollection> {
    const room = new SpoolRoom(parts.store.folder.streams, parts.limits)
    const sources: CollectedSource[] = []
    const feeder = new SegmentFeeder({
      store: parts.store, reading: parts.reading, room, inTurn: parts.inTurn, fold: parts.fold,
      onFed: fed => noteFed(sources, fed),
      onTrouble: trouble => parts.log('error', 'stream not read', { reason: messageOf(trouble) }),
    })
    const wanted = new Set(parts.sources.flatMap(({ source }) => [keyOf(source), keyOf({ ...source, name: OWN_SOURCE })]))
    for (const source of await leftSources(room.folder)) {
      if (wanted.has(keyOf(source))) continue
      for (const segment of (await recoverSegments(join(room.folder, source.organisation, source.name), source)).sealed) {
        room.sealed(segment.bytes)
        feeder.add(segment)
      }
    }
    const open = (source: StreamSource) => StreamSpool.open(source, {
      room,
      durability: parts.durability,
      sealSeconds: parts.sealSeconds,
      onSealed: segment => feeder.add(segment),
      onState: state => parts.log(state.kind === 'paused' ? 'warn' : 'info', 'source', { source: source.name, state: state.kind, ...(state.kind === 'paused' ? { reason: state.detail } : {}) }),
    })
    for (const { source, kind } of parts.sources) {
      sources.push({ kind, spool: await open(source), receiver: null, failure: null, events: 0, decodeErrors: 0, decodeSamples: [] })
    }
    const organisations = new Set(parts.sources.map(({ source: { organisation } }) => organisation))
    const own = new Map<string, StreamSpool>()
    for (const organisation of organisations) own.set(organisation, await open({ organisation, name: OWN_SOURCE, format: 'json' }))
    const watch = await SilenceWatch.start(
      sources.map(({ spool }) => spool), organisation => own.get(organisation)!, trouble => parts.log('error', 'rhythm not kept', { reason: messageOf(trouble) }))
    const collection = new SourceCollection(parts, feeder, sources, [...own.values()], watch)
    await Promise.all(sources.map((each, index) => collection.#receive(each, parts.sources[index]!.receive)))
    return collection
  }

  private constructor(parts: CollectionParts, feeder: SegmentFeeder, sources: readonly CollectedSource[], own: readonly StreamSpool[], watch: SilenceWatch) {
    this.#parts = parts
    this.#feeder = feeder
    this.#sources = sources
    this.#own = own
    this.#watch = watch
  }

  /** Of a source by its name; undefined when there is none. */
  spool(name: string): StreamSpool | undefined {
    return this.#sources.find(({ spool }) => spool.source.name === name)?.spool
  }

  /** How each source of an organisation is. */
  list(organisation: string): readonly SourceView[] {
    return this.#sources.filter(({ spool }) => spool.source.organisation === organisation)
      .map(source => sourceView(source, this.#feeder.waiting(organisation, source.spool.source.name), this.#watch.isSilent(source.spool), Date.now()))
  }

  /** Seals and reads in what there is: when all that was acknowledged until now is in the store. */
  async settle(): Promise<void> {
    await Promise.all([...this.#sources.map(({ spool }) => spool), ...this.#own].map(spool => spool.seal()))
    await this.#feeder.idle()
  }

  /** Takes no more; what was taken is on the disk, and goes into the store with the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#retries) clearTimeout(timer)
    await Promise.all(this.#sources.map(({ receiver }) => receiver?.close()))
    await this.#watch.close()
    await this.#feeder.close()
    await Promise.all([...this.#sources.map(({ spool }) => spool), ...this.#own].map(spool => spool.close()))
  }

  async #receive(source: CollectedSource, receive: Receive | null): Promise<void> {
    if (receive === null || this.#isClosed) return
    try {
      source.receiver = await receive(source.spool)
      source.failure = null
      if (this.#isClosed) await source.receiver.close()
    } catch (cause) {
      if (source.failure === null) this.#parts.log('error', 'source cannot receive', { source: source.spool.source.name, reason: messageOf(cause) })
      source.failure = messageOf(cause)
      const retry = setTimeout(() => {
        this.#retries.delete(retry)
        void this.#receive(source, receive)
      }, LISTEN_RETRY_MS)
      this.#retries.add(retry)
    }
  }
}

function noteFed(sources: readonly CollectedSource[], fed: FedSegment): void {
  const source = sources.find(({ spool }) => spool.source.name === fed.source && spool.source.organisation === fed.organisation)
  if (source === undefined) return
  source.events += fed.events
  source.decodeErrors += fed.errorCount
  source.decodeSamples.push(...fed.errors.slice(0, SAMPLES_KEPT).map(({ offset, reason }) => ({ time: Date.now() * 1_000, reason: `segment ${fed.sequence}, byte ${offset}: ${reason}` })))
  source.decodeSamples.splice(0, source.decodeSamples.length - SAMPLES_KEPT)
}

function keyOf({ organisation, name }: Pick<StreamSource, 'organisation' | 'name'>): string {
  return `${organisation}/${name}`
}

/** Every source that has a folder. */
async function leftSources(folder: string): Promise<{ readonly organisation: string; readonly name: string }[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found: { organisation: string; name: string }[] = []
  for (const organisation of await readdir(folder)) {
    for (const name of await readdir(join(folder, organisation))) found.push({ organisation, name })
  }
  return found
}
