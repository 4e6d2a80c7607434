import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { KEEP_MS } from './defaults.ts'
import type { RecordLines } from './record-lines.ts'

/** What is needed of a spool. */
export type RecordKeeper = Pick<StreamSpool, 'append' | 'state' | 'meter'>

/**
 * Keeps the records of a request, and says of each batch whether it is durable now. What could not be kept within {@link KEEP_MS} is not there
 * at all: the sender is told to try again. The records are gone afterwards.
 */
export async function keepRecords(keeper: RecordKeeper, records: RecordLines, sender: string | null): Promise<readonly boolean[]> {
  const signal = AbortSignal.timeout(KEEP_MS)
  const received = Date.now() * 1_000
  const kept = await Promise.allSettled(records.end().map(batch => keeper.append({ ...batch, received, transport: 'http', sender }, signal)))
  records.release()
  return kept.map(({ status }) => status === 'fulfilled')
}
