import type { Receiver } from './receiver.ts'
import type { TroubleSample } from './source-meter.ts'
import type { StreamSpool } from './stream-spool.ts'

/** One source at work. */
export interface CollectedSource {
  readonly kind: string
  readonly spool: StreamSpool
  receiver: Receiver | null
  /** Why nothing is received; null when it is. */
  failure: string | null
  /** Records that became events, and those that did not, since the start. */
  events: number
  decodeErrors: number
  readonly decodeSamples: TroubleSample[]
}
