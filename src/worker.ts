import { parentPort, workerData } from 'node:worker_threads'
import type { HouseOptions } from './capabilities.ts'
import { openHouse } from './capabilities.ts'
import type { EvidenceTask } from './pipeline/evidence-task.ts'
import { runEvidenceTask } from './pipeline/evidence-task.ts'
import { messageOf } from './platform/noroshi-error.ts'

/** What a worker thread runs: the same list of rooms, one task at a time. */
const house = openHouse(workerData as HouseOptions)

parentPort!.on('message', async (task: EvidenceTask) => {
  try {
    const result = await runEvidenceTask(task, house, progress => parentPort!.postMessage({ kind: 'progress', progress }))
    parentPort!.postMessage({ kind: 'done', result })
  } catch (thrown) {
    parentPort!.postMessage({ kind: 'failed', reason: process.env['NOROSHI_DEBUG'] === undefined ? messageOf(thrown) : String((thrown as Error).stack) })
  }
})
