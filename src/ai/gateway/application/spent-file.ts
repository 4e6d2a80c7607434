import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { Log } from '../../../platform/log.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'

/** What applications with a limit used of a day, kept over restarts. */
export interface SpentTokens {
  /** @param day since the epoch, in UTC */
  of(application: string, day: number): number
  add(application: string, day: number, tokens: number): void
}

const entrySchema = z.object({ application: z.string(), day: z.int(), tokens: z.number().nonnegative() })

type Entry = z.infer<typeof entrySchema>

/** Lines from which the file is written anew with one for each application: it is read at each start. */
const MOST_LINES = 10_000

/**
 * A line for each answer, in one write before its end is sent, so that it survives the death of this process. The trail of records holds the same figures, but
 * of a whole installation it lies in the store, which is not there when the gateway starts.
 */
export class SpentFile implements SpentTokens {
  readonly #path: string
  readonly #log: Log
  /** By application: of the latest day only. */
  readonly #spent = new Map<string, Entry>()
  #lines = 0

  /** @throws what the file system says */
  constructor(path: string, log: Log) {
    this.#path = path
    this.#log = log
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
      const entry = entryOf(line)
      if (entry !== null) this.#count(entry)
    }
    this.#rewrite()
  }

  of(application: string, day: number): number {
    const spent = this.#spent.get(application)
    return spent?.day === day ? spent.tokens : 0
  }

  add(application: string, day: number, tokens: number): void {
    const entry = { application, day, tokens }
    this.#count(entry)
    try {
      if (this.#lines >= MOST_LINES) return this.#rewrite()
      this.#lines++
      appendFileSync(this.#path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch (cause) {
      // Until the next start the limit holds all the same.
      this.#log('error', 'what was used of the tokens of this day cannot be written down', { path: this.#path, cause: messageOf(cause) })
    }
  }

  #count({ application, day, tokens }: Entry): void {
    const before = this.#spent.get(application)
    if (before !== undefined && before.day > day) return
    this.#spent.set(application, { application, day, tokens: tokens + (before?.day === day ? before.tokens : 0) })
  }

  /** In the place of the old one at once, so that a death leaves one of the two. */
  #rewrite(): void {
    const path = `${this.#path}.new`
    writeFileSync(path, [...this.#spent.values()].map(entry => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
    renameSync(path, this.#path)
    this.#lines = this.#spent.size
  }
}

/** Null for a line that a death cut off. */
function entryOf(line: string): Entry | null {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
