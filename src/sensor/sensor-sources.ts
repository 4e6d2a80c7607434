import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { newFedFigures } from '../pipeline/collect/fed-figures.ts'
import { RetriedReceiver } from '../pipeline/collect/retried-receiver.ts'
import type { SegmentFile } from '../pipeline/collect/segment-files.ts'
import type { WantedSource } from '../pipeline/collect/source-collection.ts'
import type { SourceView } from '../pipeline/collect/source-view.ts'
import { sourceView } from '../pipeline/collect/source-view.ts'
import type { SpoolOptions } from '../pipeline/collect/stream-spool.ts'
import { StreamSpool } from '../pipeline/collect/stream-spool.ts'
import type { Log } from '../platform/log.ts'
import { localNameOf, SENSOR_ORGANISATION, spoolName } from './local-name.ts'

/** A source as it is wanted, and what tells whether it is still the same. */
export interface SensorSource {
  readonly wanted: WantedSource
  /** Of its whole configuration. */
  readonly key: string
}

interface Running extends SensorSource {
  readonly spool: StreamSpool
  readonly receiver: RetriedReceiver
}

/** What this sensor receives. Other sources can take the place of those at work; what those had taken goes on to the hub. */
export class SensorSources {
  readonly #sensor: string
  readonly #options: SpoolOptions
  readonly #log: Log
  /** Every one that was ever opened: a number is given once, and a segment is found once. */
  readonly #spools = new Map<string, StreamSpool>()
  #running: readonly Running[] = []
  #work: Promise<void> = Promise.resolve()

  /** @param sensor its name */
  constructor(sensor: string, options: SpoolOptions, log: Log) {
    this.#sensor = sensor
    this.#options = options
    this.#log = log
  }

  /** Receives for these and no others; settles when each was tried. @throws what the file system says of the spools */
  apply(sources: readonly SensorSource[]): Promise<void> {
    const turn = this.#work.then(() => this.#apply(sources))
    this.#work = turn.catch(() => {})
    return turn
  }

  /** Finds what an earlier start left of sources that are not wanted now: it goes on to the hub too. @param streams the folder of all spools @throws what the file system says */
  async openLeft(streams: string): Promise<void> {
    for (const name of await readdir(join(streams, SENSOR_ORGANISATION)).catch(() => [])) {
      if (!this.#spools.has(name)) this.#spools.set(name, await StreamSpool.open({ organisation: SENSOR_ORGANISATION, name, format: 'text' }, this.#options))
    }
  }

  /** How each one is. @param waiting segments that the hub does not have @param now milliseconds */
  list(waiting: (spool: string) => readonly SegmentFile[], now: number): SourceView[] {
    return this.#running.map(({ wanted: { kind }, spool, receiver }) => ({
      ...sourceView({ kind, spool, receiver, ...newFedFigures() }, waiting(spool.source.name), false, now), name: localNameOf(spool.source.name),
    }))
  }

  /** Takes no more; what was taken is sealed. */
  async close(): Promise<void> {
    await this.#work
    await Promise.all(this.#running.map(({ receiver }) => receiver.close()))
    await Promise.all([...this.#spools.values()].map(spool => spool.close()))
  }

  async #apply(sources: readonly SensorSource[]): Promise<void> {
    const kept = this.#running.filter(({ key }) => sources.some(each => each.key === key))
    const ended = this.#running.filter(each => !kept.includes(each))
    // First, since another may want their address.
    await Promise.all(ended.map(({ receiver }) => receiver.close()))
    await Promise.all(ended.map(({ spool }) => spool.seal()))
    const begun: Running[] = []
    for (const source of sources) {
      if (kept.some(({ key }) => key === source.key)) continue
      const { source: { name, format, dataset, zone }, receive } = source.wanted
      const spool = await this.#spool(name, { format, dataset, zone })
      begun.push({ ...source, spool, receiver: new RetriedReceiver(spool, receive, (reason, kind) => {
        this.#log(kind === 'waits' ? 'info' : 'error', kind === 'waits' ? 'source waits' : 'source cannot receive', { source: name, reason })
      }) })
    }
    this.#running = [...kept, ...begun]
    await Promise.all(begun.map(({ receiver }) => receiver.start()))
  }

  async #spool(local: string, settings: Pick<WantedSource['source'], 'format' | 'dataset' | 'zone'>): Promise<StreamSpool> {
    const name = spoolName(local, this.#sensor)
    const known = this.#spools.get(name)
    if (known !== undefined) {
      await known.readAs(settings)
      return known
    }
    const spool = await StreamSpool.open({ organisation: SENSOR_ORGANISATION, name, ...settings }, this.#options)
    this.#spools.set(name, spool)
    return spool
  }
}
