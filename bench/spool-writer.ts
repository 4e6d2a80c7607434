import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import { EventEncoder } from '../src/store/events/encode-events.ts'
import { MADE_EVIDENCE, madeBatches, movedBatch } from './made-events.ts'

/** Where the spool files of made events go, and which event is the first. */
export interface SpoolPlace {
  readonly folder: string
  readonly first: number
  readonly load: number
}

const FILE_EVENTS = BATCH_ROWS * 256

/** Each call writes the next spool file and gives its path. */
export function spoolWriter({ folder, first, load }: SpoolPlace): () => string {
  const batches = madeBatches()
  const encoder = new EventEncoder({ organisation: 'o', load, evidence: MADE_EVIDENCE, sensor: '' }, loadMappings())
  let next = first
  return () => {
    const path = join(folder, `ingest-${load}-${next}.native`)
    for (const end = next + FILE_EVENTS; next < end; next += BATCH_ROWS) {
      encoder.add(movedBatch(batches[(next / BATCH_ROWS) % batches.length]!, next, first), () => null, () => {})
      if (encoder.full) appendFileSync(path, encoder.take()!)
    }
    appendFileSync(path, encoder.take() ?? '')
    return path
  }
}
