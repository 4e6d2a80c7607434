import type { StreamSpool } from './stream-spool.ts'

/** What takes records from a network, a file or a mailbox and puts them into a spool. */
export interface Receiver {
  /** Where it takes them, as shown to people: `tls 0.0.0.0:6514`. */
  readonly places: readonly string[]
  /** Why nothing comes although it began, while it tries again: a server that is away. Null when there is nothing. */
  trouble?(): string | null
  /** Takes no more; what has been taken is kept first. */
  close(): Promise<void>
}

/** Begins to receive. @throws Error when it cannot, with the reason for people; it is tried again */
export type Receive = (spool: StreamSpool) => Promise<Receiver>

/** It cannot begin yet, and nothing is wrong: what it needs is to be told first. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
}

/** It cannot begin, and trying again soon would do harm: an account is locked after a few wrong passwords. */
export class RefusedForNow extends Error {
  override readonly name = 'RefusedForNow'
  readonly retryMs: number

  constructor(message: string, retryMs: number) {
    super(message)
    this.retryMs = retryMs
  }
}
