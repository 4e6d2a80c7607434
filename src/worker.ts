import type { HouseOptions } from './capabilities.ts'
import { openHouse } from './capabilities.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from './pipeline/evidence-task.ts'
import { runEvidenceTask } from './pipeline/evidence-task.ts'
import { serveTasks } from './platform/serve-tasks.ts'

/** What a worker process runs: the same list of rooms, one task at a time. */
serveTasks<HouseOptions, EvidenceTask, EvidenceTaskResult, EvidenceProgress>(options => {
  const house = openHouse(options)
  return (task, report) => runEvidenceTask(task, house, report)
})
