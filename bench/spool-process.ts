/** What a worker process of bench/hunt.ts runs, as an ingest's workers run theirs: each task writes one spool file of made events. */
import { serveTasks } from '../src/platform/serve-tasks.ts'
import { spoolWriter } from './spool-writer.ts'
import type { SpoolPlace } from './spool-writer.ts'

serveTasks((place: SpoolPlace) => {
  const write = spoolWriter(place)
  return async () => write()
})
