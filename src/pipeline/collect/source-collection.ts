import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { SourceClocks } from '../clocks/source-clocks.ts'
import { ChangeableSources } from './changeable-sources.ts'
import { noteFed } from './fed-figures.ts'
import { leftSources, recoverLeft } from './recover-left.ts'
import { ReceivedSources } from './received-sources.ts'
import type { FeederParts } from './segment-feeder.ts'
import { SegmentFeeder } from './segment-feeder.ts'
import type { SegmentFile } from './segment-files.ts'
import type { WatchedStream } from './silence-watch.ts'
import { OWN_SOURCE, SilenceWatch } from './silence-watch.ts'
import type { SourceView } from './source-view.ts'
import { sourceView } from './source-view.ts'
import type { SpoolLimits } from './spool-room.ts'
import { SpoolRoom } from './spool-room.ts'
import type { StreamSource } from './stream-spool.ts'
import { StreamSpool } from './stream-spool.ts'
import type { WantedSource } from './wanted-source.ts'

export type { WantedSource }

export interface CollectionParts extends Pick<FeederParts, 'store' | 'reading' | 'inTurn' | 'fold'> {
  readonly sources: readonly WantedSource[]
  readonly limits: Partial<SpoolLimits>
  readonly durability: 'process' | 'power'
  readonly sealSeconds: number
  /** What is done with a segment of another machine before it goes into the store; null for nothing. One that it rejects stays for the next start. */
  beforeFed?(segment: SegmentFile): Promise<void> | null
  readonly log: Log
}

/** Everything that is collected all day: a spool for each source, what receives for it, and the way into the store. */
export class SourceCollection {
  /** Those that other machines collect. */
  readonly received: ReceivedSources
  readonly #feeder: SegmentFeeder
  readonly #sources: ChangeableSources
  /** In which what was seen of the others is written, for each organisation. */
  readonly #own: ReadonlyMap<string, Promise<StreamSpool>>
  readonly #watch: SilenceWatch
  readonly #clocks: SourceClocks

  /**
   * Opens all spools, goes on with what an earlier start left in them (also of sources that are no longer wanted), and begins to receive. A
   * source that cannot receive now is shown with the reason and tried again.
   *
   * @throws what the file system says of the spools
   */
  static async open(parts: CollectionParts): Promise<SourceCollection> {
    const room = new SpoolRoom(parts.store.folder.streams, parts.limits)
    const clocks = new SourceClocks()
    const feeder = new SegmentFeeder({
      store: parts.store, reading: parts.reading, room, inTurn: parts.inTurn, fold: parts.fold,
      onFed(fed) {
        const source = sources.find({ organisation: fed.organisation, name: fed.source })
        if (source !== undefined) noteFed(source, fed)
        else if (fed.source.includes('@')) received.noteFed(fed)
      },
      onClocks: (organisation, readings) => clocks.note(organisation, readings),
      onTrouble: trouble => parts.log('error', 'stream not read', { reason: messageOf(trouble) }),
    })
    const feed = (segment: SegmentFile) => {
      const before = parts.beforeFed?.(segment) ?? null
      if (before === null) feeder.add(segment)
      else before.then(() => feeder.add(segment), () => {})
    }
    const received = new ReceivedSources({ room, onSealed: feed }, clocks)
    const left = await leftSources(room.folder)
    const owners = new Set([...parts.sources.map(({ source }) => source), ...left.filter(({ name }) => name === OWN_SOURCE)].map(({ organisation }) => organisation))
    const opened = [...parts.sources.map(({ source }) => source), ...[...owners].map(organisation => ({ organisation, name: OWN_SOURCE }))]
    await recoverLeft(room, left, opened, feed)
    const open = (source: StreamSource) => StreamSpool.open(source, {
      room,
      durability: parts.durability,
      sealSeconds: parts.sealSeconds,
      onSealed: segment => feeder.add(segment),
      onState: state => parts.log(state.kind === 'paused' ? 'warn' : 'info', 'source', { source: source.name, state: state.kind, ...(state.kind === 'paused' ? { reason: state.detail } : {}) }),
    })
    const sources = new ChangeableSources({ open, isWaiting: ({ organisation, name }) => feeder.waiting(organisation, name).length > 0, log: parts.log })
    for (const wanted of parts.sources) await sources.add(wanted)
    const own = new Map<string, Promise<StreamSpool>>()
    const ownSpool = (organisation: string) => {
      const spool = own.get(organisation) ?? open({ organisation, name: OWN_SOURCE, format: 'json' })
      own.set(organisation, spool)
      return spool
    }
    // What an earlier start left in them is found now.
    await Promise.all([...owners].map(ownSpool))
    const watch = await SilenceWatch.start({
      streams: () => [...sources.all.map(({ spool }) => watchedSpool(spool)), ...received.watched()], ownSpool,
      onTrouble: trouble => parts.log('error', 'rhythm not kept', { reason: messageOf(trouble) }),
    })
    await sources.start()
    return new SourceCollection(feeder, sources, own, watch, received, clocks)
  }

  private constructor(feeder: SegmentFeeder, sources: ChangeableSources, own: ReadonlyMap<string, Promise<StreamSpool>>, watch: SilenceWatch, received: ReceivedSources, clocks: SourceClocks) {
    this.#feeder = feeder
    this.#sources = sources
    this.#own = own
    this.#watch = watch
    this.received = received
    this.#clocks = clocks
  }

  /** Of a source by its name; undefined when there is none. */
  spool(name: string): StreamSpool | undefined {
    return this.#sources.all.find(({ spool }) => spool.source.name === name)?.spool
  }

  /** How each source of an organisation is. */
  list(organisation: string): readonly SourceView[] {
    const waiting = (source: string) => this.#feeder.waiting(organisation, source)
    const own = this.#sources.all.filter(({ spool }) => spool.source.organisation === organisation)
      .map(source => sourceView(source, waiting(source.spool.source.name), this.#watch.isSilent(source.spool.folder), Date.now(), this.#clocks.of(organisation, source.spool.source.name)))
    return [...own, ...this.received.list(organisation, waiting, folder => this.#watch.isSilent(folder), Date.now())]
  }

  /** Takes a source into use, in place of the one that bears its name. @throws Error with the reason when it cannot receive: then the one before is at work again */
  async put(wanted: WantedSource): Promise<void> {
    const spool = await this.#sources.put(wanted)
    // What it did not take while nobody received for it says nothing.
    await this.#watch.listensAnew(spool.folder)
  }

  /** Takes nothing more for a source; what it took stays, and goes into the store. */
  remove(source: Pick<StreamSource, 'organisation' | 'name'>): Promise<void> {
    return this.#sources.remove(source)
  }

  /** Seals and reads in what there is: when all that was acknowledged until now is in the store. */
  async settle(): Promise<void> {
    await Promise.all((await this.#spools()).map(spool => spool.seal()))
    await this.#feeder.idle()
  }

  /** Takes no more; what was taken is on the disk, and goes into the store with the next start. */
  async close(): Promise<void> {
    await this.#sources.close()
    await this.#watch.close()
    await this.#feeder.close()
    await Promise.all((await this.#spools()).map(spool => spool.close()))
  }

  async #spools(): Promise<readonly StreamSpool[]> {
    return [...this.#sources.spools, ...await Promise.all(this.#own.values())]
  }
}

function watchedSpool({ source, folder, meter, state }: StreamSpool): WatchedStream {
  return { source, folder, lastRecord: meter.figures().lastRecord, isDeaf: state.kind === 'paused' }
}
