import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MembersFile } from '../../observe/telescope/members-file.ts'
import { readSighting } from '../../observe/telescope/sightings/read-sighting.ts'
import type { WarningReport } from '../../observe/telescope/telescope-schema.ts'
import type { WarningDesk } from '../../observe/telescope/warning-desk.ts'
import type { SegmentFile } from '../../pipeline/collect/segment-files.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { TELESCOPE_SOURCE } from './telescope-source.ts'

export interface SightingReaderParts {
  readonly members: MembersFile
  /** Settles when the server is ready to tell. */
  readonly desk: Promise<Pick<WarningDesk, 'enter'>>
  readonly log: Log
}

/**
 * Reads what sensors of members saw in their unused space, as soon as their segments are here: long before they are in the store, so that a warning stands
 * within seconds. A segment waits for it, one after the other, and goes into the store after it: so a sudden end loses nothing, and what is read again
 * tells nobody anything twice.
 */
export class SightingReader {
  readonly #parts: SightingReaderParts
  readonly #stop = new AbortController()
  #work: Promise<void> = Promise.resolve()

  constructor(parts: SightingReaderParts) {
    this.#parts = parts
  }

  /** Null for a segment of anything else. Rejects when the server ends first: it stays for the next start. */
  take(segment: SegmentFile): Promise<void> | null {
    if (!segment.source.startsWith(`${TELESCOPE_SOURCE}@`)) return null
    const turn = this.#work.then(() => this.#takeUntilDone(segment))
    this.#work = turn.catch(() => {})
    return turn
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#work
  }

  async #takeUntilDone(segment: SegmentFile): Promise<void> {
    for (let pauseMs = RETRY_MS; ; pauseMs = Math.min(2 * pauseMs, MOST_RETRY_MS)) {
      this.#stop.signal.throwIfAborted()
      try {
        return await this.#take(segment)
      } catch (cause) {
        this.#parts.log('error', 'sightings not read', { source: segment.source, sequence: segment.sequence, cause: messageOf(cause) })
        await sleep(pauseMs, undefined, { signal: this.#stop.signal })
      }
    }
  }

  async #take({ path, organisation, source, sequence }: SegmentFile): Promise<void> {
    const { members, log } = this.#parts
    const desk = await this.#parts.desk
    const context = { members: members.organisations.list, organisation, now: Date.now() * 1_000 }
    const name = `${organisation}/${source}`
    let waiting: { readonly run: string, readonly warnings: WarningReport[] } | null = null
    let refused = 0
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      // The lines of the segment itself: of batches, and its first.
      if (line.startsWith('#') || line.startsWith('{"noroshi"')) continue
      const read = readSighting(parsed(line), context)
      if ('refused' in read) {
        if (refused++ === 0) log('warn', 'sighting refused', { source: name, sequence, reason: read.refused })
        continue
      }
      if (waiting !== null && (waiting.run !== read.run || waiting.warnings.length === TOGETHER)) {
        await desk.enter({ name, run: waiting.run }, waiting.warnings)
        waiting = null
      }
      waiting ??= { run: read.run, warnings: [] }
      waiting.warnings.push(read.warning)
    }
    if (waiting !== null) await desk.enter({ name, run: waiting.run }, waiting.warnings)
  }
}

/** Milliseconds before what the store did not take is read again. */
const RETRY_MS = 500
const MOST_RETRY_MS = 30_000

/** Warnings written down in one step. */
const TOGETHER = 500

/** Characters of one sighting: three packets and 256 ports are 3,000. */
const LONGEST_LINE = 16_384

function parsed(line: string): unknown {
  if (line.length > LONGEST_LINE) return null
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null
  }
}
