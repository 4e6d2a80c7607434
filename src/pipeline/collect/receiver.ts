import type { StreamSpool } from './stream-spool.ts'

/** What takes records from a network, a file or a mailbox and puts them into a spool. */
export interface Receiver {
  /** Where it takes them, as shown to people: `tls 0.0.0.0:6514`. */
  readonly places: readonly string[]
  /** Takes no more; what has been taken is kept first. */
  close(): Promise<void>
}

/** Begins to receive. @throws Error when it cannot, with the reason for people; it is tried again */
export type Receive = (spool: StreamSpool) => Promise<Receiver>
