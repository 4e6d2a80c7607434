import { EngineException } from '../engine-exception.ts'
import { WAITING_REQUESTS } from '../defaults.ts'
import type { EngineSession } from './engine-session.ts'

interface Waiting {
  readonly start: (session: EngineSession) => void
  readonly fail: (error: unknown) => void
}

/**
 * Sessions on one data folder, each with one request at a time (a session serialises). They are opened when they are first needed;
 * requests past their number wait in the order they came.
 */
export class SessionPool {
  readonly #open: () => Promise<EngineSession>
  readonly #size: number
  readonly #idle: EngineSession[] = []
  readonly #waiting: Waiting[] = []
  #opened = 0

  constructor(size: number, open: () => Promise<EngineSession>) {
    this.#size = size
    this.#open = open
  }

  /**
   * Runs the work on a session of its own. A session whose work failed is closed: what it was left with is not known.
   *
   * @throws {EngineException} 202 when too many wait; the reason of the signal when it is aborted while waiting.
   */
  async run<T>(signal: AbortSignal, work: (session: EngineSession) => Promise<T>): Promise<T> {
    const session = await this.#acquire(signal)
    try {
      // It may have been aborted while the session was opened.
      signal.throwIfAborted()
      const result = await work(session)
      if (session.isSpent) this.#discard(session)
      else this.#release(session)
      return result
    } catch (error) {
      this.#discard(session)
      throw error
    }
  }

  close(): void {
    for (const session of this.#idle.splice(0)) session.close()
  }

  async #acquire(signal: AbortSignal): Promise<EngineSession> {
    signal.throwIfAborted()
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#opened < this.#size) return this.#openNext()
    if (this.#waiting.length >= WAITING_REQUESTS) {
      throw new EngineException(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', `Too many simultaneous queries: ${WAITING_REQUESTS} wait already`)
    }
    return new Promise((start, fail) => {
      const waiting = { start, fail }
      this.#waiting.push(waiting)
      signal.addEventListener('abort', () => {
        const place = this.#waiting.indexOf(waiting)
        if (place === -1) return
        this.#waiting.splice(place, 1)
        fail(signal.reason)
      }, { once: true })
    })
  }

  async #openNext(): Promise<EngineSession> {
    this.#opened++
    try {
      return await this.#open()
    } catch (error) {
      this.#opened--
      throw error
    }
  }

  #release(session: EngineSession): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(session)
    else next.start(session)
  }

  #discard(session: EngineSession): void {
    session.close()
    this.#opened--
    const next = this.#waiting.shift()
    if (next !== undefined) this.#openNext().then(next.start, next.fail)
  }
}
