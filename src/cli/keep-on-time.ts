import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import type { RetentionConfiguration } from '../platform/config/retention-schema.ts'
import type { Log } from '../platform/log.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import { keepToTerms } from './keep-to-terms.ts'

const HOUR_MS = 3_600_000

/** The longest pause a timer can have: 2³¹ − 1 ms. */
const LONGEST_PAUSE_MS = 2_147_483_647

/** Does what retention says, as often as it says, while `noroshi up` runs; a time that fails is told, and the next is not skipped. */
export function keepOnTime(
  store: IngestStore, retention: RetentionConfiguration, { inTurn, log }: { inTurn<T>(work: () => Promise<T>): Promise<T>; readonly log: Log },
): { close(): Promise<void> } {
  if (retention.everyHours === 0) return { close: async () => {} }
  let work: Promise<void> = Promise.resolve()
  let isClosed = false
  const keep = async () => {
    if (isClosed) return
    try {
      const { applied } = await keepToTerms(store, retention, { applies: true, person: 'noroshi' })
      for (const { organisation, cold, deleted } of applied ?? []) if (cold + deleted > 0) log('info', 'retention', { organisation, cold, deleted })
    } catch (thrown) {
      log('error', 'retention failed', { cause: messageOf(thrown) })
    }
  }
  const timer = setInterval(() => { work = work.then(() => inTurn(keep)) }, Math.min(retention.everyHours * HOUR_MS, LONGEST_PAUSE_MS))
  return {
    async close() {
      isClosed = true
      clearInterval(timer)
      await work.catch(() => {})
    },
  }
}
