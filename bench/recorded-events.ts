/** Recorded events for the benchmarks of retro-hunts: the given Windows recordings, decoded once and cut into full batches. */
import { openHouse } from '../src/capabilities.ts'
import { BATCH_ROWS, EventBatchBuilder } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'

/** The events of the paths, in their order, as batches of {@link BATCH_ROWS}; what does not fill the last one is left out. */
export async function recordedBatches(paths: readonly string[]): Promise<EventBatch[]> {
  const { decoders } = openHouse({ ruleDirectories: [] })
  const builder = new EventBatchBuilder()
  const batches: EventBatch[] = []
  for await (const step of readEvidence({ paths, date: undefined, recover: false }, { decoders })) {
    if (step.kind === 'end') continue
    const { batch } = step
    for (let row = 0; row < batch.count; row++) {
      const isFull = builder.add({
        dataset: batch.dataset[row]!, time: 0, record: 0, offset: 0, length: batch.length[row]!, flags: batch.flags[row]!, fields: batch.fields[row]!,
      })
      if (isFull) batches.push(builder.take())
    }
  }
  if (batches.length === 0) throw new Error(`fewer than ${BATCH_ROWS} events in ${paths.join(', ')}`)
  return batches
}
