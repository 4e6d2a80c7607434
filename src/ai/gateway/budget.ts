import type { Application } from './application.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Why an application may not ask now, and when again. */
export interface Spent {
  readonly what: 'rate' | 'tokens'
  readonly retrySeconds: number
}

/** What each application has asked for: requests refill evenly over a minute, tokens at midnight UTC. Kept in memory. */
export class Budgets {
  readonly #now: () => number
  readonly #spent = new Map<string, { requests: number; at: number; tokens: number; day: number }>()

  constructor(now: () => number = Date.now) {
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

  paid({ name }: Application, tokens: number): void {
    this.#of(name, this.#now()).tokens += tokens
  }

  #of(name: string, now: number): { requests: number; at: number; tokens: number; day: number } {
    const day = Math.floor(now / DAY_MS)
    let spent = this.#spent.get(name)
    if (spent === undefined) this.#spent.set(name, spent = { requests: 0, at: now, tokens: 0, day })
    if (spent.day !== day) {
      spent.day = day
      spent.tokens = 0
    }
    return spent
  }
}
