import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import type { GrowthReport } from './growth/growth-schema.ts'
import { growthEvent } from './growth/growth-event.ts'
import type { WarningReport } from './telescope-schema.ts'
import type { Observer } from './warning-book.ts'
import { WarningBook } from './warning-book.ts'
import { warningEvent } from './warning-event.ts'
import type { WarningRecord } from './warning-journal.ts'

export interface WarningDeskParts {
  readonly ledger: Ledger
  /** Where what somebody should hear of becomes events; undefined while there is no such place. */
  events(): Pick<StreamSpool, 'append'> | undefined
  /** Tells the member whom a warning is about; a repeat tells nobody twice. */
  warn?(records: readonly WarningRecord[]): Promise<void>
}

/** Where everything ends that somebody should hear of: what the telescope of this machine sees, and what sensors of members say. One after the other. */
export class WarningDesk {
  readonly #parts: WarningDeskParts
  readonly #book: WarningBook
  #work: Promise<void> = Promise.resolve()

  constructor(parts: WarningDeskParts) {
    this.#parts = parts
    this.#book = new WarningBook(parts.ledger)
  }

  /** Settles when it is written down and told. @throws what the stores say; whoever says it again tells nobody twice */
  enter(observer: Observer, warnings: readonly WarningReport[]): Promise<void> {
    return this.#inTurn(() => this.#book.enter(observer, warnings, async records => {
      await this.#parts.warn?.(records)
      await this.#record(records.map(warningEvent))
    }))
  }

  /** Groups that grow. @throws what the spool says */
  tellGrowth(alerts: GrowthReport['alerts']): Promise<void> {
    return this.#inTurn(() => this.#record(alerts.map(growthEvent)))
  }

  /** When all that was given to it is done. */
  async idle(): Promise<void> {
    await this.#work
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(work)
    this.#work = turn.catch(() => {})
    return turn
  }

  async #record(news: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (news.length === 0) return
    const lines = [Buffer.from(news.map(each => `${JSON.stringify(each)}\n`).join(''))]
    await this.#parts.events()?.append({ lines, count: news.length, received: Date.now() * 1_000, transport: 'telescope', sender: null })
  }
}
