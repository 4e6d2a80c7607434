import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatTime } from '../../model/time.ts'
import { RHYTHM_KEPT_LOOKS, RHYTHM_LOOK_MS } from './defaults.ts'
import type { Silence } from './source-rhythm.ts'
import { rhythmSchema, SourceRhythm } from './source-rhythm.ts'
import type { StreamBatch, StreamSpool } from './stream-spool.ts'

/** The name of the source in which the program writes what it saw of others; no other may have it. */
export const OWN_SOURCE = 'noroshi'

/**
 * Looks whether sources are silent for longer than their own rhythm, and writes that as a record of the program's own source: it becomes an
 * event like any other, which a rule finds. What was learnt is kept in the folder of the source.
 */
export class SilenceWatch {
  readonly #options: SilenceOptions
  readonly #learnt = new Map<string, Learnt>()
  readonly #timer: NodeJS.Timeout
  readonly #now: () => number
  #looks = 0
  #work: Promise<void> = Promise.resolve()

  /** @param now milliseconds */
  static async start(options: SilenceOptions, now: () => number = Date.now): Promise<SilenceWatch> {
    const watch = new SilenceWatch(options, now)
    for (const { folder } of options.streams()) await watch.#learntOf(folder)
    return watch
  }

  private constructor(options: SilenceOptions, now: () => number) {
    this.#options = options
    this.#now = now
    this.#timer = setInterval(() => { this.#work = this.#work.then(() => this.look(now())).catch(options.onTrouble) }, RHYTHM_LOOK_MS)
  }

  isSilent(folder: string): boolean {
    return this.#learnt.get(folder)?.rhythm.isSilent ?? false
  }

  /** After a time in which nothing could come. */
  async listensAnew(folder: string): Promise<void> {
    (await this.#learntOf(folder)).rhythm.deaf(this.#now() / 1_000)
  }

  /** @param now milliseconds */
  async look(now: number): Promise<void> {
    for (const stream of this.#options.streams()) {
      const { rhythm } = await this.#learntOf(stream.folder)
      if (stream.isDeaf) rhythm.deaf(now / 1_000)
      const seen = rhythm.look(stream.lastRecord === null ? null : stream.lastRecord / 1_000_000, now / 1_000)
      if (seen !== null) void this.#write(stream, seen, now).catch(this.#options.onTrouble)
    }
    if (++this.#looks % RHYTHM_KEPT_LOOKS === 0) await this.#keep()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#work
    await this.#keep().catch(this.#options.onTrouble)
  }

  async #write({ source: { organisation, name } }: WatchedStream, seen: Silence, now: number): Promise<void> {
    await (await this.#options.ownSpool(organisation)).append(recordOf(name, seen, now))
  }

  async #learntOf(folder: string): Promise<Learnt> {
    let learnt = this.#learnt.get(folder)
    if (learnt === undefined) {
      const file = join(folder, RHYTHM)
      learnt = { file, rhythm: new SourceRhythm(this.#now() / 1_000, await readRhythm(file)) }
      this.#learnt.set(folder, learnt)
    }
    return learnt
  }

  async #keep(): Promise<void> {
    for (const { file, rhythm } of this.#learnt.values()) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(`${file}.part`, JSON.stringify(rhythm.kept), { mode: 0o600 })
      await rename(`${file}.part`, file)
    }
  }
}

/** A stream whose silence would say something. */
export interface WatchedStream {
  readonly source: { readonly organisation: string; readonly name: string }
  /** Of its own: what was learnt is kept there. */
  readonly folder: string
  /** Microseconds, by a clock of ours; null when none came yet. */
  readonly lastRecord: number | null
  /** Nothing can be taken now. */
  readonly isDeaf: boolean
}

export interface SilenceOptions {
  /** Those of now. */
  streams(): readonly WatchedStream[]
  /** Of an organisation's own source. */
  ownSpool(organisation: string): Promise<StreamSpool>
  onTrouble(trouble: unknown): void
}

interface Learnt {
  readonly file: string
  readonly rhythm: SourceRhythm
}

const RHYTHM = 'rhythm.json'

/** One that is damaged is learnt anew. */
async function readRhythm(file: string) {
  try {
    return rhythmSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

function recordOf(source: string, { kind, last, silentSeconds, usualSeconds }: Silence, now: number): StreamBatch {
  const record = {
    noroshi_event: kind === 'silent' ? 'source-silent' : 'source-back',
    time: formatTime(Math.floor(now * 1_000)),
    source,
    last_record: formatTime(Math.floor(last * 1_000_000)),
    silent_seconds: Math.round(silentSeconds),
    usual_seconds: Math.round(usualSeconds),
  }
  return { lines: [Buffer.from(`${JSON.stringify(record)}\n`)], count: 1, received: now * 1_000, transport: 'own', sender: null }
}
