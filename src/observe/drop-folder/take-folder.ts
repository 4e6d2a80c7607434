import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Stats } from 'node:fs'
import { access, constants, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { poll } from '../../pipeline/collect/poll.ts'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { findFiles } from '../../pipeline/evidence/found-files.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { FILES, LOOK_MS, SETTLED_MS } from './defaults.ts'

export interface TakenFolder {
  readonly folder: string
  /** Where files go that were taken; undefined: they stay. */
  readonly moveTo?: string | undefined
  readonly everyMs?: number
  readonly settledMs?: number
}

/**
 * Takes the files of a folder and of those below it, each whole and as it is, once: a file is known by its content, under whatever name it comes again. Names
 * that begin with a point or end in `.part` or `.tmp` are passed over: whoever writes slowly writes under such a name.
 *
 * @throws Error when the folder cannot be read, with the reason for people
 */
export async function takeFolder({ folder, moveTo, everyMs = LOOK_MS, settledMs = SETTLED_MS }: TakenFolder, spool: StreamSpool): Promise<Receiver> {
  if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`)
  await access(folder, constants.R_OK)
  const taking = new TakingFolder(resolve(folder), moveTo === undefined ? null : resolve(moveTo), settledMs, spool)
  return poll({ places: [`folder ${folder}`], everyMs, look: signal => taking.look(signal) }, spool)
}

class TakingFolder {
  readonly #folder: string
  readonly #moveTo: string | null
  readonly #settledMs: number
  readonly #spool: StreamSpool
  /** Files that stay and were taken, or told, by their path. */
  #done = new Map<string, string>()

  constructor(folder: string, moveTo: string | null, settledMs: number, spool: StreamSpool) {
    this.#folder = folder
    this.#moveTo = moveTo
    this.#settledMs = settledMs
    this.#spool = spool
  }

  async look(signal: AbortSignal): Promise<void> {
    const done = new Map<string, string>()
    let count = 0
    // A folder that is gone is told as such, and not as one without files.
    await access(this.#folder, constants.R_OK)
    for await (const found of findFiles([this.#folder])) {
      if (signal.aborted) return
      if (++count > FILES) throw new Error(`more than ${FILES} files in ${this.#folder}; the others are not taken`)
      if (found.kind === 'unreadable') this.#refuse(done, found.path, found.reason, found.reason)
      else if (this.#isWanted(found.path)) await this.#take(found.path, found.stats, done, signal)
    }
    this.#done = done
  }

  #isWanted(path: string): boolean {
    if (this.#moveTo !== null && path.startsWith(this.#moveTo + sep)) return false
    const parts = relative(this.#folder, path).split(sep)
    return !parts.some(part => part.startsWith('.')) && !/\.(?:part|tmp)$/i.test(path)
  }

  async #take(path: string, stats: Stats, done: Map<string, string>, signal: AbortSignal): Promise<void> {
    const state = `${stats.ino} ${stats.size} ${stats.mtimeMs}`
    if (this.#done.get(path) === state) return void done.set(path, state)
    // A time that lies ahead says nothing.
    if (stats.size === 0 || Math.abs(Date.now() - stats.mtimeMs) < this.#settledMs) return
    try {
      const of = `file-${(await sha256Of(path, signal)).slice(0, 48)}`
      const after = await stat(path)
      if (after.size !== stats.size || after.mtimeMs !== stats.mtimeMs) return
      await this.#spool.keepDocument({ name: relative(this.#folder, path), of, at: 'taken', content: createReadStream(path, { signal }) }, signal)
      if (this.#moveTo === null) done.set(path, state)
      else await moved(path, this.#moveTo)
    } catch (cause) {
      if (signal.aborted) return
      if (this.#spool.state.kind !== 'taking') throw cause
      this.#refuse(done, path, messageOf(cause), `${state} ${messageOf(cause)}`)
    }
  }

  /** Told once, until it changes. */
  #refuse(done: Map<string, string>, path: string, reason: string, state: string): void {
    if (this.#done.get(path) !== state) this.#spool.meter.refuse(`${path}: ${reason}`)
    done.set(path, state)
  }
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of createReadStream(path, { signal })) hash.update(block as Buffer)
  return hash.digest('hex')
}

/** Into a folder, under a name that nothing there has. */
async function moved(path: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let number = 0; ; number++) {
    const target = join(folder, number === 0 ? basename(path) : `${number}-${basename(path)}`)
    const isTaken = await stat(target).then(() => true, () => false)
    if (isTaken) continue
    try {
      return await rename(path, target)
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EXDEV')) throw cause
      await copyFile(path, target, constants.COPYFILE_EXCL)
      return await rm(path)
    }
  }
}
