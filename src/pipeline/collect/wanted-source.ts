import type { Receive } from './receiver.ts'
import type { StreamSource } from './stream-batch.ts'

/** A source that is wanted. */
export interface WantedSource {
  readonly source: StreamSource
  /** As configured: `syslog`. */
  readonly kind: string
  /** Null where others receive for it: they ask the collection for its spool. */
  readonly receive: Receive | null
}
