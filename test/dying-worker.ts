import { parentPort } from 'node:worker_threads'
import type { EvidenceTask } from '../src/pipeline/evidence-task.ts'

/** The path of evidence that ends the thread that reads it, as a defect in native code would. */
const DEADLY = /deadly/

parentPort!.on('message', (task: EvidenceTask) => {
  if (task.kind === 'ingest' && DEADLY.test(task.surveyed.locator.path)) process.exit(1)
})

await import('../src/worker.ts')
