import type { EvidencePool, OpenStore } from '../../../../test/open-store.ts'
import type { HouseOptions } from '../../../capabilities.ts'
import { openHouse } from '../../../capabilities.ts'
import { loadRules } from '../../../detect/sigma/load/load-rules.ts'
import { readingVersion } from '../../../pipeline/ingest/reading-version.ts'
import type { OpenedReading } from '../../../pipeline/ingest/renewable-reading.ts'
import { WorkerPool } from '../../../platform/worker-pool.ts'

/** Reading by other rules than those the store was opened with, on workers of its own. */
export function readingBy({ reading }: OpenStore, house: HouseOptions): OpenedReading {
  const pool: EvidencePool = new WorkerPool(new URL('../../../worker.ts', import.meta.url), house, 1)
  const { rules, correlations } = loadRules(house.ruleDirectories, { disabled: new Set(house.disabledRules) })
  const version = readingVersion([...rules, ...correlations].map(({ file: _, summary, ...content }) => ({ key: summary.id, content: { summary, ...content } })), {})
  return {
    reading: {
      ...reading, version, workers: 1, stages: { version: version.rulesetHash, make: () => openHouse(house).stages() }, run: (task, onProgress) => pool.run(task, onProgress),
    },
    close: () => pool.close(),
  }
}
