import type { BigIntStats } from 'node:fs'
import { glob, open, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { FILES, LOOK_MS } from './defaults.ts'
import type { FilePlace } from './file-place.ts'
import { fileOf, headOf, isAt, parsePlace } from './file-place.ts'
import { FollowedFile } from './followed-file.ts'

export interface FollowOptions {
  /** Paths, also with `*`, `?`, `**` and `{a,b}`. */
  readonly paths: readonly string[]
  /** Milliseconds between looks. */
  readonly lookMs?: number
}

/**
 * Follows files as they grow, each line a record: new files that fit, files that are renamed (read to their end first) and files that are cut and
 * written anew. Goes on where it stopped, after a `kill -9` too, and reads nothing twice: how far a file was read is kept with its records.
 */
export async function followFiles({ paths, lookMs = LOOK_MS }: FollowOptions, spool: StreamSpool): Promise<Receiver> {
  const following = new Following(paths, spool)
  const stop = new AbortController()
  const run = async () => {
    while (!stop.signal.aborted) {
      await following.look(stop.signal)
      await sleep(lookMs, undefined, { signal: stop.signal }).catch(() => {})
    }
    await following.close()
  }
  const running = run()
  return {
    places: paths.map(path => `file ${path}`),
    async close() {
      stop.abort()
      await running
    },
  }
}

class Following {
  readonly #paths: readonly string[]
  readonly #spool: StreamSpool
  readonly #files = new Map<string, FollowedFile>()
  /** Troubles that were told: once each, until they are gone. */
  readonly #told = new Map<string, string>()

  constructor(paths: readonly string[], spool: StreamSpool) {
    this.#paths = paths
    this.#spool = spool
  }

  async look(signal: AbortSignal): Promise<void> {
    const there = await this.#find()
    for (const [path, followed] of this.#files) {
      const now = there.get(path)
      if (now !== undefined && fileOf(now) === followed.file) continue
      // Renamed or gone: what is left of it comes before what comes next.
      await this.#trying(path, () => followed.readOn(this.#spool, signal, true))
      if (signal.aborted) return
      await followed.close()
      this.#files.delete(path)
    }
    for (const [path, stats] of there) {
      if (signal.aborted) return
      await this.#trying(path, () => this.#readOn(path, stats, signal))
    }
    this.#spool.meter.connections = this.#files.size
  }

  async close(): Promise<void> {
    for (const followed of this.#files.values()) await followed.close()
    this.#files.clear()
  }

  async #find(): Promise<Map<string, BigIntStats>> {
    const found = new Map<string, BigIntStats>()
    for (const pattern of this.#paths) {
      for await (const path of glob(pattern)) {
        const stats = await stat(path, { bigint: true }).catch(() => null)
        if (stats?.isFile() !== true) continue
        if (found.size === FILES && !found.has(path)) {
          this.#tell(pattern, `more than ${FILES} files; the others are not read`)
          return found
        }
        found.set(path, stats)
      }
    }
    return found
  }

  async #readOn(path: string, stats: BigIntStats, signal: AbortSignal): Promise<void> {
    const followed = this.#files.get(path) ?? await this.#open(path)
    if (followed !== null && await followed.hasMore(Number(stats.size))) await followed.readOn(this.#spool, signal)
  }

  async #open(path: string): Promise<FollowedFile | null> {
    const handle = await open(path, 'r')
    try {
      const { bytes } = await headOf(handle)
      // Bytes with a mark of UTF-16 have line ends within letters.
      if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) throw new Error('UTF-16 cannot be followed; hand it in with noroshi ingest')
      const place = await this.#placeOf(handle)
      const followed = await FollowedFile.of(path, handle, place?.offset ?? 0)
      this.#files.set(path, followed)
      return followed
    } catch (cause) {
      await handle.close()
      throw cause
    }
  }

  /** Where it was read to, under this or another name. */
  async #placeOf(handle: Awaited<ReturnType<typeof open>>): Promise<FilePlace | null> {
    const file = fileOf(await handle.stat({ bigint: true }))
    const place = parsePlace(file, this.#spool.marks.get(file) ?? '')
    return place !== null && await isAt(handle, place) ? place : null
  }

  async #trying(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.#told.delete(path)
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === 'AbortError')) this.#tell(path, messageOf(cause))
    }
  }

  #tell(path: string, reason: string): void {
    if (this.#told.get(path) === reason) return
    this.#told.set(path, reason)
    this.#spool.meter.refuse(`${path}: ${reason}`)
  }
}
