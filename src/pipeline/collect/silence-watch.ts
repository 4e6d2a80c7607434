import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  readonly #sources: readonly WatchedSource[]
  readonly #timer: NodeJS.Timeout
  readonly #trouble: (trouble: unknown) => void
  #looks = 0
  #work: Promise<void> = Promise.resolve()

  /** @param ownSpool of an organisation's own source @param now milliseconds */
  static async start(spools: readonly StreamSpool[], ownSpool: (organisation: string) => StreamSpool, trouble: (trouble: unknown) => void, now: () => number = Date.now): Promise<SilenceWatch> {
    const sources = await Promise.all(spools.map(async spool => {
      const file = join(spool.folder, RHYTHM)
      return { spool, own: ownSpool(spool.source.organisation), file, rhythm: new SourceRhythm(now() / 1_000, await readRhythm(file)) }
    }))
    return new SilenceWatch(sources, trouble, now)
  }

  private constructor(sources: readonly WatchedSource[], trouble: (trouble: unknown) => void, now: () => number) {
    this.#sources = sources
    this.#trouble = trouble
    this.#timer = setInterval(() => { this.#work = this.#work.then(() => this.look(now())).catch(trouble) }, RHYTHM_LOOK_MS)
  }

  isSilent(spool: StreamSpool): boolean {
    return this.#sources.find(each => each.spool === spool)?.rhythm.isSilent ?? false
  }

  /** @param now milliseconds */
  async look(now: number): Promise<void> {
    for (const { spool, own, rhythm } of this.#sources) {
      if (spool.state.kind === 'paused') rhythm.deaf(now / 1_000)
      const { lastRecord } = spool.meter.figures()
      const seen = rhythm.look(lastRecord === null ? null : lastRecord / 1_000_000, now / 1_000)
      if (seen !== null) void own.append(recordOf(spool, seen, now)).catch(this.#trouble)
    }
    if (++this.#looks % RHYTHM_KEPT_LOOKS === 0) await this.#keep()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#work
    await this.#keep().catch(this.#trouble)
  }

  async #keep(): Promise<void> {
    for (const { file, rhythm } of this.#sources) {
      await writeFile(`${file}.part`, JSON.stringify(rhythm.kept), { mode: 0o600 })
      await rename(`${file}.part`, file)
    }
  }
}

interface WatchedSource {
  readonly spool: StreamSpool
  readonly own: StreamSpool
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

function recordOf({ source }: StreamSpool, { kind, last, silentSeconds, usualSeconds }: Silence, now: number): StreamBatch {
  const record = {
    noroshi_event: kind === 'silent' ? 'source-silent' : 'source-back',
    time: formatTime(Math.floor(now * 1_000)),
    source: source.name,
    last_record: formatTime(Math.floor(last * 1_000_000)),
    silent_seconds: Math.round(silentSeconds),
    usual_seconds: Math.round(usualSeconds),
  }
  return { lines: [Buffer.from(`${JSON.stringify(record)}\n`)], count: 1, received: now * 1_000, transport: 'own', sender: null }
}
