import { randomUUID } from 'node:crypto'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DecodeError } from '../../../model/decoder.ts'
import type { EventBatch } from '../../../model/event-batch.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { ClickHouse } from '../../clickhouse/open-clickhouse.ts'
import type { EventOrigin, RawOf } from '../encode-events.ts'
import { EventEncoder } from '../encode-events.ts'
import { eventInsert } from '../event-insert.ts'

/** Puts the batches into the store through a spool file, as ingest does; answers what was left out. */
export async function writeBatches(
  store: ClickHouse, folder: string, origin: EventOrigin, mappings: Mappings, batches: Iterable<EventBatch>, rawOf: RawOf = () => null,
): Promise<readonly DecodeError[]> {
  const path = join(folder, `${randomUUID()}.native`)
  const errors: DecodeError[] = []
  const encoder = new EventEncoder(origin, mappings)
  const flush = () => appendFileSync(path, encoder.take() ?? new Uint8Array())
  for (const batch of batches) {
    encoder.add(batch, rawOf, error => errors.push(error))
    if (encoder.full) flush()
  }
  flush()
  await store.insertFile(eventInsert(path))
  rmSync(path)
  return errors
}
