import type { Application } from './application.ts'
import type { SpentTokens } from './spent-file.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Why an application may not ask now, and when again. */
export interface Spent {
  readonly what: 'rate' | 'tokens'
  readonly retrySeconds: number
}

/** What each application has asked for: requests refill evenly over a minute, tokens at midnight UTC. Kept in memory, tokens of those with a limit also where they outlast it. */
export class Budgets {
  readonly #spent = new Map<string, { requests: number; at: number; tokens: number; day: number }>()
  readonly #kept: SpentTokens | null
  readonly #now: () => number

  /** @param kept without it a new start begins with nothing used */
  constructor(kept: SpentTokens | null = null, now: () => number = Date.now) {
    this.#kept = kept
    this.#now = now
  }

  /** Takes one request; null when it may be made. */
  take({ name, requestsPerMinute, tokensPerDay }: Application): Spent | null {
    const now = this.#now()
    const spent = this.#of(name, now)
    if (tokensPerDay !== null && spent.tokens >= tokensPerDay) return { what: 'tokens', retrySeconds: Math.ceil(((spent.day + 1) * DAY_MS - now) / 1_000) }
    spent.requests = Math.max(0, spent.requests - (now - spent.at) * requestsPerMinute / MINUTE_MS)
    spent.at = now
    if (spent.requests + 1 > requestsPerMinute) return { what: 'rate', retrySeconds: Math.max(1, Math.ceil((spent.requests + 1 - requestsPerMinute) * 60 / requestsPerMinute)) }
    spent.requests++
    return null
  }

  paid({ name, tokensPerDay }: Application, tokens: number): void {
    const spent = this.#of(name, this.#now())
    spent.tokens += tokens
    if (tokensPerDay !== null) this.#kept?.add(name, spent.day, tokens)
  }

  #of(name: string, now: number): { requests: number; at: number; tokens: number; day: number } {
    const day = Math.floor(now / DAY_MS)
    let spent = this.#spent.get(name)
    if (spent === undefined) this.#spent.set(name, spent = { requests: 0, at: now, tokens: this.#kept?.of(name, day) ?? 0, day })
    if (spent.day !== day) {
      spent.day = day
      spent.tokens = 0
    }
    return spent
  }
}
