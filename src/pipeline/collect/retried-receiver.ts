import { connectionFault } from '../../platform/connection-fault.ts'
import { LISTEN_RETRY_MS } from './defaults.ts'
import type { Receive, Receiver } from './receiver.ts'
import { NotYet, RefusedForNow } from './receiver.ts'
import type { StreamSpool } from './stream-spool.ts'

/** @param kind `waits`: nothing is wrong, it is only early */
type OnFailure = (reason: string, kind: 'fails' | 'waits') => void

/** What receives for one source; while it cannot, it is tried again. */
export class RetriedReceiver {
  readonly #spool: StreamSpool
  readonly #receive: Receive | null
  readonly #onFailure: OnFailure
  #receiver: Receiver | null = null
  #failure: string | null = null
  #retry: NodeJS.Timeout | null = null
  #isClosed = false

  /** @param receive null where others put records into the spool @param onFailure told once of each row of failures */
  constructor(spool: StreamSpool, receive: Receive | null, onFailure: OnFailure) {
    this.#spool = spool
    this.#receive = receive
    this.#onFailure = onFailure
  }

  /** Where records are taken. */
  get places(): readonly string[] {
    return this.#receiver?.places ?? []
  }

  /** Why nothing is received; null when it is. */
  get failure(): string | null {
    return this.#failure ?? this.#receiver?.trouble?.() ?? null
  }

  /** Settles after the first try. */
  async start(): Promise<void> {
    if (this.#receive === null || this.#isClosed) return
    try {
      this.#receiver = await this.#receive(this.#spool)
      this.#failure = null
      if (this.#isClosed) await this.#receiver.close()
    } catch (cause) {
      if (this.#failure === null) this.#onFailure(connectionFault(cause), cause instanceof NotYet ? 'waits' : 'fails')
      this.#failure = connectionFault(cause)
      if (!this.#isClosed) this.#retry = setTimeout(() => void this.start(), cause instanceof RefusedForNow ? cause.retryMs : LISTEN_RETRY_MS)
    }
  }

  /** Takes no more; what has been taken is kept first. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
    await this.#receiver?.close()
  }
}
