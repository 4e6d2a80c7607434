import { randomUUID } from 'node:crypto'
import { SECOND_US } from '../../model/time.ts'
import { silenceLimit } from './rhythm.ts'
import type { Telescope } from './telescope.ts'
import type { TelescopeView } from './telescope-report.ts'
import { viewSomeWarnings } from './telescope-report.ts'
import type { WarningReport } from './telescope-schema.ts'
import type { MemberWarning } from './warnings.ts'

/** What became of a warning. `seen`: more of the same. */
export type WarningHappening = 'opened' | 'reopened' | 'changed' | 'seen' | 'closed'

export interface WarningRecord {
  readonly happening: WarningHappening
  readonly warning: WarningReport
}

/** What was last told of a warning. */
interface Told {
  /** What it is about: another one is told anew. */
  readonly gist: string
  readonly returns: number
  /** Microseconds of `now`. */
  readonly at: number
}

/** Warnings told at once: a forger invents addresses faster than anybody stores them; the others wait. */
const MOST_AT_ONCE = 500
/** Microseconds between two tellings of more of the same. */
const SEEN_US = 60 * SECOND_US
/** Microseconds between two looks for what has fallen silent, and for more of the same. */
const LOOK_US = 10 * SECOND_US

/** Tells of each warning what happens to it, once: that it opens, what changes, that it closes. */
export class WarningJournal {
  /** Its own: another telescope begins to count anew. */
  readonly run = randomUUID()
  readonly #telescope: Telescope
  readonly #told = new Map<MemberWarning, Told>()
  /** Those that are open, as far as they were told. */
  readonly #open = new Set<MemberWarning>()
  readonly #waiting = new Set<MemberWarning>()
  /** Of which more of the same has come. */
  readonly #later = new Set<MemberWarning>()
  #lookedAt = -Infinity

  constructor(telescope: Telescope) {
    this.#telescope = telescope
  }

  /** What happened since the last call. @param now microseconds since the epoch @param toolsOf as they were found last */
  take(now: number, toolsOf: TelescopeView['toolsOf']): WarningRecord[] {
    for (const warning of this.#telescope.warnings?.takeTouched() ?? []) this.#waiting.add(warning)
    const isDue = now - this.#lookedAt >= LOOK_US
    if (isDue) {
      this.#lookedAt = now
      for (const warning of this.#later) if (now - (this.#told.get(warning)?.at ?? 0) >= SEEN_US) this.#waiting.add(warning)
    }
    const some: MemberWarning[] = []
    for (const warning of this.#waiting) {
      if (some.length === MOST_AT_ONCE) break
      this.#waiting.delete(warning)
      some.push(warning)
    }
    if (isDue) {
      const chosen = new Set(some)
      for (const warning of this.#open) if (!chosen.has(warning) && some.length < 2 * MOST_AT_ONCE && now - warning.lastSeen > silenceLimit(warning)) some.push(warning)
    }
    const views = viewSomeWarnings(this.#telescope, some, now, toolsOf)
    return some.flatMap((warning, index) => this.#record(warning, views[index]!, now))
  }

  #record(warning: MemberWarning, view: WarningReport, now: number): WarningRecord[] {
    const told = this.#told.get(warning)
    const gist = JSON.stringify([view.kind, view.families, view.heldBack])
    const happening = happeningOf(view, told, gist, this.#open.has(warning))
    if (view.state === 'open') this.#open.add(warning)
    else this.#open.delete(warning)
    if (happening === 'seen' && told !== undefined && now - told.at < SEEN_US) {
      this.#later.add(warning)
      return []
    }
    this.#later.delete(warning)
    this.#told.set(warning, { gist, returns: warning.returns, at: now })
    return [{ happening, warning: view }]
  }
}

function happeningOf({ state, returns }: WarningReport, told: Told | undefined, gist: string, wasOpen: boolean): WarningHappening {
  if (told === undefined) return 'opened'
  if (state === 'closed') return wasOpen ? 'closed' : 'seen'
  if (returns > told.returns || !wasOpen) return 'reopened'
  return gist === told.gist ? 'seen' : 'changed'
}
