import { ApiError } from '../api/api-error.ts'
import type { Decision, NewDecision } from '../api/decisions.ts'
import { sendDecision } from '../api/decisions.ts'

/** What a person entered and the server has not confirmed yet. It is kept in the browser until it has. */
export interface Unsent extends NewDecision {
  readonly caseId: string
  /** `refused` stays until the person looked at it; everything else is tried again with the same key. */
  readonly state: 'sending' | 'waiting' | 'refused'
  /** How often it was sent without an answer. */
  readonly tries: number
  /** Why it was refused, in the language of the page. */
  readonly reason: string
}

/** Milliseconds before it is sent again: after the first failure, and at most. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

const KEPT = 'noroshi.outbox.'

/**
 * Sends decisions in the order they were entered. One that got no answer (a broken connection, a server that restarts) is sent again with
 * the same key, also after a reload, so that it counts once whether or not the first attempt had arrived.
 */
export class Outbox {
  readonly #place: string
  readonly #saved: (sent: Unsent, decision: Decision) => void
  readonly #listeners = new Set<() => void>()
  #unsent: readonly Unsent[]
  #timer: ReturnType<typeof setTimeout> | undefined
  #busy = false

  /** @param person whose decisions they are: another one at the same browser must not send them */
  constructor(person: string, saved: (sent: Unsent, decision: Decision) => void) {
    this.#place = `${KEPT}${person}`
    this.#saved = saved
    this.#unsent = readKept(this.#place)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly unsent = (): readonly Unsent[] => this.#unsent

  add(caseId: string, kind: NewDecision['kind'], value: string): void {
    this.#change([...this.#unsent, { caseId, kind, value, key: crypto.randomUUID(), state: 'sending', tries: 0, reason: '' }])
    void this.send()
  }

  /** Forgets one that was refused. */
  dismiss(key: string): void {
    this.#change(this.#unsent.filter(each => each.key !== key))
  }

  /** Sends what waits, now. */
  async send(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    clearTimeout(this.#timer)
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!await this.#sendOne(next)) {
        this.#timer = setTimeout(() => void this.send(), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** next.tries))
        break
      }
    }
    this.#busy = false
  }

  #next(): Unsent | undefined {
    return this.#unsent.find(({ state }) => state !== 'refused')
  }

  /** Whether there was an answer. */
  async #sendOne(next: Unsent): Promise<boolean> {
    const { caseId, kind, value, key } = next
    this.#replace({ ...next, state: 'sending' })
    try {
      const { decision } = await sendDecision(caseId, { kind, value, key })
      this.dismiss(key)
      this.#saved(next, decision)
      return true
    } catch (error) {
      const later = !(error instanceof ApiError) || error.passes || error.signedOut
      if (later) this.#replace({ ...next, state: 'waiting', tries: next.tries + 1 })
      else this.#replace({ ...next, state: 'refused', reason: [error.message, error.problem].filter(text => text !== '').join(': ') })
      return !later
    }
  }

  #replace(changed: Unsent): void {
    this.#change(this.#unsent.map(each => (each.key === changed.key ? changed : each)))
  }

  #change(unsent: readonly Unsent[]): void {
    this.#unsent = unsent
    localStorage.setItem(this.#place, JSON.stringify(unsent))
    for (const listener of this.#listeners) listener()
  }
}

/** What another visit left; what is not readable is no decision. */
function readKept(place: string): readonly Unsent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
