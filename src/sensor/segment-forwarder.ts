import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SegmentFile } from '../pipeline/collect/segment-files.ts'
import type { SpoolRoom } from '../pipeline/collect/spool-room.ts'
import type { Log } from '../platform/log.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import { SENSOR_DEFAULTS } from './defaults.ts'
import type { HubClient } from './hub-client.ts'
import { HubRefusal } from './hub-client.ts'
import { localNameOf } from './local-name.ts'

export interface ForwarderParts {
  readonly client: Pick<HubClient, 'send'>
  readonly room: SpoolRoom
  readonly log: Log
}

/**
 * Sends sealed segments to the hub: those of one source one after the other, in their order. A segment leaves this disk when the hub has said that it is
 * on its own; sent again after that answer was lost, it is known there by its content. So each arrives once in effect.
 */
export class SegmentForwarder {
  readonly #parts: ForwarderParts
  readonly #waiting = new Map<string, SegmentFile[]>()
  readonly #sending = new Set<string>()
  readonly #stop = new AbortController()
  readonly #work = new Set<Promise<void>>()
  #pauseMs: number = SENSOR_DEFAULTS.retryMs
  #isPaused = false
  #refused = 0
  #trouble: string | null = null

  constructor(parts: ForwarderParts) {
    this.#parts = parts
  }

  /** Segments that the hub will never take; they stay here, for people to look at. */
  get refused(): number {
    return this.#refused
  }

  /** Why the hub takes nothing now; null when it does, or nothing was sent yet. */
  get trouble(): string | null {
    return this.#trouble
  }

  get waitingSegments(): number {
    return this.#waiting.values().reduce((sum, segments) => sum + segments.length, 0)
  }

  /** Segments of a source that wait, the one being sent among them. */
  waiting(source: string): readonly SegmentFile[] {
    return this.#waiting.get(source) ?? []
  }

  add(segment: SegmentFile): void {
    const segments = this.#waiting.get(segment.source) ?? []
    this.#waiting.set(segment.source, segments)
    segments.push(segment)
    this.#go()
  }

  /** Stops at once; what was on its way is sent again with the next start. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#work)
  }

  /** Sources take turns: one that sent goes behind the others. */
  #go(): void {
    for (const [source, segments] of this.#waiting) {
      if (this.#stop.signal.aborted || this.#isPaused || this.#sending.size >= SENSOR_DEFAULTS.inFlight) return
      if (segments.length === 0 || this.#sending.has(source)) continue
      this.#sending.add(source)
      this.#waiting.delete(source)
      this.#waiting.set(source, segments)
      const work = this.#sendFirst(segments).finally(() => {
        this.#sending.delete(source)
        this.#work.delete(work)
        this.#go()
      })
      this.#work.add(work)
    }
  }

  async #sendFirst(segments: SegmentFile[]): Promise<void> {
    const [segment] = segments
    if (segment === undefined) return
    try {
      await this.#send(segment).catch((cause: unknown) => this.#dropIfGone(segment, cause))
      segments.shift()
      this.#pauseMs = SENSOR_DEFAULTS.retryMs
      if (this.#trouble !== null) this.#parts.log('info', 'hub takes again')
      this.#trouble = null
    } catch (cause) {
      if (!this.#stop.signal.aborted) await this.#pause(cause)
    }
  }

  async #send(segment: SegmentFile): Promise<void> {
    const { client, room, log } = this.#parts
    const folder = dirname(segment.path)
    const [sha256, previous] = await Promise.all([sha256Of(segment), readAcknowledged(folder)])
    const answer = await client.send({ ...segment, localName: localNameOf(segment.source), sha256, previous })
    if (answer.kind === 'refused') {
      this.#refused++
      log('error', 'segment refused', { source: segment.source, sequence: segment.sequence, reason: answer.reason })
      await rename(segment.path, `${segment.path}.refused`)
    } else {
      // It only helps the hub to see what is missing; a full disk must not keep what would make room.
      await writeAcknowledged(folder, segment.sequence).catch((cause: unknown) => log('warn', 'acknowledgement not noted', { reason: messageOf(cause) }))
      await rm(segment.path, { force: true })
    }
    room.fed(segment.bytes)
  }

  /** Somebody removed the file: it must not hold back what is behind it. */
  #dropIfGone(segment: SegmentFile, cause: unknown): void {
    if (existsSync(segment.path)) throw cause
    this.#parts.log('error', 'segment gone', { source: segment.source, sequence: segment.sequence })
    this.#parts.room.fed(segment.bytes)
  }

  /** All wait: what one cannot send, the others cannot either. */
  async #pause(cause: unknown): Promise<void> {
    const reason = messageOf(cause)
    if (this.#trouble !== reason) this.#parts.log('warn', 'hub takes nothing', { reason })
    this.#trouble = reason
    if (this.#isPaused) return
    this.#isPaused = true
    const wait = cause instanceof HubRefusal && cause.status === 401 ? SENSOR_DEFAULTS.unknownMs : Math.max(this.#pauseMs, cause instanceof HubRefusal ? cause.retryAfterMs ?? 0 : 0)
    this.#pauseMs = Math.min(this.#pauseMs * 2, SENSOR_DEFAULTS.mostRetryMs)
    // A hub that comes back is not to be met by all its sensors in the same instant.
    await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal: this.#stop.signal }).catch(() => {})
    this.#isPaused = false
  }
}

const ACKNOWLEDGED = 'acknowledged'

/** The last number that the hub took; 0 when none is known. */
async function readAcknowledged(folder: string): Promise<number> {
  const text = await readFile(join(folder, ACKNOWLEDGED), 'utf8').catch(() => '0')
  return /^\d{1,12}$/.test(text) ? Number(text) : 0
}

async function writeAcknowledged(folder: string, sequence: number): Promise<void> {
  await writeFile(join(folder, `${ACKNOWLEDGED}.part`), String(sequence), { mode: 0o600 })
  await rename(join(folder, `${ACKNOWLEDGED}.part`), join(folder, ACKNOWLEDGED))
}

async function sha256Of({ path, bytes }: SegmentFile): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of createReadStream(path, { end: bytes - 1 })) hash.update(block as Buffer)
  return hash.digest('hex')
}
