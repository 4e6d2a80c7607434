import { randomUUID } from 'node:crypto'
import { messageOf } from '../../../platform/noroshi-error.ts'
import type { HuntProgress, HuntStep } from '../../../pipeline/retro/hunt-rules.ts'
import { PreviewCollector } from '../../../pipeline/retro/rule-preview.ts'
import { RETRO_HUNT_KEPT_MS, RETRO_HUNTS_AT_ONCE, RETRO_HUNTS_KEPT } from './defaults.ts'

export type RetroHuntState = 'running' | 'done' | 'failed' | 'cancelled'

/** Rules that are run, or were, over what is stored. */
export interface RetroHunt {
  readonly id: string
  readonly owner: string
  /** How many. */
  readonly rules: number
  /** Milliseconds since the epoch, as the next. */
  readonly startedAt: number
  finishedAt: number | null
  state: RetroHuntState
  progress: HuntProgress
  failure: string | null
  /** What was found so far. */
  readonly found: PreviewCollector
}

interface Kept {
  readonly hunt: RetroHunt
  readonly stop: AbortController
  readonly work: Promise<void>
}

/** Retro-hunts run on while nobody looks; what they found is kept for a while, in memory. Each is its owner's. */
export class RetroHunts {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Null when too many of the owner's run. */
  start(owner: string, rules: number, steps: (signal: AbortSignal) => AsyncIterable<HuntStep>): RetroHunt | null {
    this.#drop()
    const running = [...this.#kept.values()].filter(({ hunt }) => hunt.owner === owner && hunt.state === 'running')
    if (running.length >= RETRO_HUNTS_AT_ONCE || this.#kept.size >= RETRO_HUNTS_KEPT) return null
    const stop = new AbortController()
    const hunt: RetroHunt = {
      id: randomUUID(), owner, rules, startedAt: this.#now(), finishedAt: null, state: 'running',
      progress: { searched: 0, total: 0, candidates: 0 }, failure: null, found: new PreviewCollector(),
    }
    this.#kept.set(hunt.id, { hunt, stop, work: this.#run(hunt, steps(stop.signal), stop.signal) })
    return hunt
  }

  find(owner: string, id: string): RetroHunt | undefined {
    const hunt = this.#kept.get(id)?.hunt
    return hunt?.owner === owner ? hunt : undefined
  }

  /** What was found until then stays. Undefined where the owner has no such hunt. */
  async cancel(owner: string, id: string): Promise<RetroHunt | undefined> {
    const kept = this.#kept.get(id)
    if (kept?.hunt.owner !== owner) return undefined
    kept.stop.abort()
    await kept.work
    return kept.hunt
  }

  async close(): Promise<void> {
    for (const { stop } of this.#kept.values()) stop.abort()
    await Promise.all([...this.#kept.values()].map(({ work }) => work))
  }

  async #run(hunt: RetroHunt, steps: AsyncIterable<HuntStep>, signal: AbortSignal): Promise<void> {
    try {
      for await (const step of steps) {
        if (step.kind === 'progress') hunt.progress = step.progress
        else step.hits.forEach(hit => hunt.found.add(hit))
        if (signal.aborted) break
      }
      hunt.state = signal.aborted ? 'cancelled' : 'done'
    } catch (cause) {
      hunt.state = signal.aborted ? 'cancelled' : 'failed'
      hunt.failure = signal.aborted ? null : messageOf(cause)
    }
    hunt.finishedAt = this.#now()
  }

  /** Those whose time is over, and of too many the oldest that have ended. */
  #drop(): void {
    const ended = [...this.#kept.values()].filter(({ hunt }) => hunt.finishedAt !== null).sort((a, b) => a.hunt.startedAt - b.hunt.startedAt)
    for (const { hunt } of ended) {
      if (this.#now() - (hunt.finishedAt ?? 0) > RETRO_HUNT_KEPT_MS || this.#kept.size >= RETRO_HUNTS_KEPT) this.#kept.delete(hunt.id)
    }
  }
}
