import type { FedFigures } from './fed-figures.ts'
import type { RetriedReceiver } from './retried-receiver.ts'
import type { StreamSpool } from './stream-spool.ts'

/** One source at work. */
export interface CollectedSource extends FedFigures {
  readonly kind: string
  readonly spool: StreamSpool
  readonly receiver: RetriedReceiver
}
