import type { Exceptions } from '../../ai/gateway/exception/exceptions.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { countUses, openExceptions } from '../../store/gateway/verdict-exception.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { EXCEPTIONS_LOOK_MS } from './defaults.ts'

/** A verdict that is lifted until a time, in milliseconds since the epoch. */
export interface OpenException {
  readonly mark: string
  readonly id: string
  readonly until: number
}

/** The exceptions of the state store, at hand for the gateway; what they lift is counted there soon after. */
export class KeptExceptions implements Exceptions {
  readonly #ledger: Ledger
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  #open: ReadonlyMap<string, OpenException> = new Map()
  readonly #followers = new Set<() => void>()
  #uses = new Map<string, number>()

  static async open(ledger: Ledger, log: Log): Promise<KeptExceptions> {
    const kept = new KeptExceptions(ledger, log)
    await kept.refresh()
    return kept
  }

  private constructor(ledger: Ledger, log: Log) {
    this.#ledger = ledger
    this.#log = log
    this.#timer = setInterval(() => void this.#look(), EXCEPTIONS_LOOK_MS).unref()
  }

  find(mark: string): string | null {
    const found = this.#open.get(mark)
    return found === undefined || found.until <= Date.now() ? null : found.id
  }

  used(id: string, count = 1): void {
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + count)
  }

  /** Gives those that are open, now and after each change. @returns how to end that */
  follow(take: (open: readonly OpenException[]) => void): () => void {
    let told = ''
    const tell = () => {
      const open = [...this.#open.values()]
      const now = JSON.stringify(open)
      if (now !== told) take(open)
      told = now
    }
    this.#followers.add(tell)
    tell()
    return () => this.#followers.delete(tell)
  }

  /** After a change. */
  async refresh(): Promise<void> {
    this.#open = new Map((await openExceptions(this.#ledger)).map(({ id, mark, expiresAt }) => [mark, { mark, id, until: expiresAt.getTime() }]))
    for (const tell of this.#followers) tell()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.settled()
  }

  /** When all uses so far are counted in the store. */
  async settled(): Promise<void> {
    if (this.#uses.size === 0) return
    const uses = this.#uses
    this.#uses = new Map()
    await countUses(this.#ledger, uses).catch((cause: unknown) => this.#log('warn', 'uses of exceptions not counted', { cause: messageOf(cause) }))
  }

  /** Another process may have changed them. */
  async #look(): Promise<void> {
    await this.settled()
    await this.refresh().catch((cause: unknown) => this.#log('warn', 'exceptions of the gateway not read', { cause: messageOf(cause) }))
  }
}
