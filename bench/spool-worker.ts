/** A worker that goes on writing spool files of made events, one ahead of who inserts them; each message is a path, each answer asks for one more. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import { EventEncoder } from '../src/store/events/encode-events.ts'
import { MADE_EVIDENCE, madeBatches, movedBatch } from './made-events.ts'

const { folder, first, load } = workerData as { readonly folder: string, readonly first: number, readonly load: number }
const FILE_EVENTS = BATCH_ROWS * 256

const batches = madeBatches()
const encoder = new EventEncoder({ organisation: 'o', load, evidence: MADE_EVIDENCE, sensor: '' }, loadMappings())
let next = first

function writeFile(): string {
  const path = join(folder, `ingest-${load}-${next}.native`)
  for (const end = next + FILE_EVENTS; next < end; next += BATCH_ROWS) {
    encoder.add(movedBatch(batches[(next / BATCH_ROWS) % batches.length]!, next, first), () => null, () => {})
    if (encoder.full) appendFileSync(path, encoder.take()!)
  }
  appendFileSync(path, encoder.take() ?? '')
  return path
}

parentPort?.on('message', () => parentPort?.postMessage(writeFile()))
parentPort?.postMessage(writeFile())
