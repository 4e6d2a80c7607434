import { z } from 'zod'
import { KNOWN_SECONDS, LONGER_THAN_USUAL, SILENCE_SECONDS } from './defaults.ts'

const HOURS_OF_WEEK = 168
const HOUR_S = 3_600
/** How long a learnt rhythm is kept at least: a month and what it had before. */
const TURN_S = 28 * 24 * HOUR_S

const gaps = z.array(z.number().min(0)).length(HOURS_OF_WEEK)

/** What is kept of a rhythm over restarts. Seconds since the epoch. */
export const rhythmSchema = z.strictObject({
  since: z.number().nullable(),
  last: z.number().nullable(),
  isSilent: z.boolean(),
  turned: z.number(),
  current: gaps,
  before: gaps,
})

export type KeptRhythm = z.infer<typeof rhythmSchema>

/** What is seen at a look. */
export interface Silence {
  readonly kind: 'silent' | 'back'
  /** Seconds since the epoch. */
  readonly last: number
  readonly silentSeconds: number
  /** The longest pause known at this hour of the week. */
  readonly usualSeconds: number
}

/**
 * Learns how long a source pauses, for each hour of the week, and tells when it is silent for longer: more than {@link LONGER_THAN_USUAL} times
 * the longest pause known for the hour it is now, and at least {@link SILENCE_SECONDS}. Nights and weekends are learnt from the first. Nothing is told before a source
 * is known for {@link KNOWN_SECONDS}. Times are those of arrival, so no sender can move them.
 */
export class SourceRhythm {
  #kept: KeptRhythm

  /** @param now seconds: what was not listened to before counts for nothing */
  constructor(now: number, kept: KeptRhythm | null = null) {
    this.#kept = kept === null
      ? { since: null, last: null, isSilent: false, turned: now, current: Array<number>(HOURS_OF_WEEK).fill(0), before: Array<number>(HOURS_OF_WEEK).fill(0) }
      : { ...kept, last: kept.last === null ? null : Math.max(kept.last, now) }
  }

  get kept(): KeptRhythm {
    return this.#kept
  }

  get isSilent(): boolean {
    return this.#kept.isSilent
  }

  /** @param last when the last record came, null when none did; seconds @param now seconds @returns what has changed; null when nothing has */
  look(last: number | null, now: number): Silence | null {
    const kept = this.#kept
    if (now - kept.turned >= TURN_S) this.#kept = { ...kept, turned: now, before: kept.current, current: Array<number>(HOURS_OF_WEEK).fill(0) }
    if (last !== null && (kept.last === null || last > kept.last)) return this.#arrived(last)
    const { since, last: from, isSilent } = this.#kept
    if (since === null || from === null || isSilent || now - since < KNOWN_SECONDS) return null
    const usual = this.#usual(now)
    const silent = now - from
    if (silent < SILENCE_SECONDS || silent <= usual * LONGER_THAN_USUAL) return null
    this.#kept = { ...this.#kept, isSilent: true }
    return { kind: 'silent', last: from, silentSeconds: silent, usualSeconds: usual }
  }

  /** While nothing can be taken, silence says nothing. */
  deaf(now: number): void {
    const { last } = this.#kept
    if (last !== null) this.#kept = { ...this.#kept, last: Math.max(last, now) }
  }

  #arrived(at: number): Silence | null {
    const { since, last, isSilent, current } = this.#kept
    const gap = last === null ? 0 : at - last
    const learnt = [...current]
    // An hour at a time, at most each hour of the week once.
    for (let hour = 0, time = last ?? at; hour < HOURS_OF_WEEK && time <= at; hour++, time += HOUR_S) learnt[hourOf(time)] = Math.max(learnt[hourOf(time)]!, gap)
    learnt[hourOf(at)] = Math.max(learnt[hourOf(at)]!, gap)
    const usualSeconds = this.#usual(at)
    this.#kept = { ...this.#kept, since: since ?? at, last: at, isSilent: false, current: learnt }
    return isSilent && last !== null ? { kind: 'back', last: at, silentSeconds: gap, usualSeconds } : null
  }

  /** Of this hour of the week; where it was never met, the longest of all. */
  #usual(now: number): number {
    const { current, before } = this.#kept
    const here = Math.max(current[hourOf(now)]!, before[hourOf(now)]!)
    return here > 0 ? here : Math.max(...current, ...before)
  }
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR_S) % HOURS_OF_WEEK
}
