import { statfs } from 'node:fs/promises'
import * as z from 'zod'
import type { RetentionConfiguration } from '../../platform/config/retention-schema.ts'
import { datasetSizes, storedSizes } from '../../store/retention/dataset-sizes.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { DAY_MS, NAMED_MOST, RECENT_DAYS } from './defaults.ts'
import type { RetentionPlan } from './retention-plan.ts'
import { termOfDataset } from './retention-rule.ts'

const count = z.int().min(0)
const days = z.int().min(1).nullable()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** `noroshi retention --json`. */
export const retentionViewSchema = z.strictObject({
  datasets: z.array(z.strictObject({
    organisation: z.string(),
    dataset: z.string(),
    events: count,
    bytes: count.describe('of the evidence they are in, decompressed'),
    diskBytes: count.describe('what that takes on the disk in all, estimated'),
    oldest: z.string().describe('when the oldest evidence of it was received'),
    eventsPerDay: z.number(),
    diskBytesPerDay: z.number(),
    hotDays: days.describe('of the rule; null without'),
    deleteDays: days,
    settledDiskBytes: count.nullable().describe('what it levels off at when it grows as it does now; null when it is kept for ever'),
  })),
  disk: z.strictObject({
    eventStore: count, stateStore: count, evidence: count, free: count,
    growthPerDay: z.number().describe('bytes, by the last days'),
    growthDays: z.number().describe('how many days that was measured over; within the first, all that came counts as the growth of a day'),
    daysUntilFull: z.number().nullable().describe('null when it does not grow, or when the rules let it level off before'),
  }),
  due: z.array(z.strictObject({
    organisation: z.string(), cold: count, coldEvents: count, deleted: count, deletedEvents: count, held: z.array(sha256), heldTotal: count, waitingTotal: count,
  })),
  applied: z.array(z.strictObject({
    organisation: z.string(), cold: count, files: z.array(z.string()), deleted: count, filesDeleted: z.array(z.string()),
  })).nullable().describe('what was done; null without --apply'),
}).meta({ title: 'Sizes, terms and what is due', description: '`noroshi retention --json`' })

export type RetentionView = z.infer<typeof retentionViewSchema>

/** Sizes, growth, when the disk is full, and what is due. @param stores of each organisation, with its plan @throws NoroshiError what the engines say */
export async function retentionView(
  stores: readonly { readonly store: IngestStore; readonly plan: RetentionPlan }[], { rules }: RetentionConfiguration, nowMs: number,
): Promise<Omit<RetentionView, 'applied'>> {
  const { store: { ledger, clickhouse, folder } } = stores[0]!
  const sizes = await storedSizes(ledger, clickhouse.client)
  const { bavail, bsize } = await statfs(folder.path)
  // What a byte of content takes in all stores together.
  const ratio = sizes.content === 0 ? 0 : (sizes.events + sizes.state + sizes.evidence) / sizes.content
  const growthDays = sizes.since === null ? 0 : Math.min(RECENT_DAYS, (nowMs - sizes.since.getTime()) / DAY_MS)
  const span = Math.max(growthDays, 1)
  const datasets: RetentionView['datasets'] = []
  for (const { store } of stores) {
    const { organisation } = store.ledger
    for (const { dataset, events, bytes, oldest, recentEvents, recentBytes } of await datasetSizes(store.ledger, RECENT_DAYS)) {
      const { hotDays, deleteDays } = termOfDataset(rules, organisation, dataset)
      const diskBytesPerDay = recentBytes * ratio / span
      datasets.push({
        organisation, dataset, events, bytes, diskBytes: Math.round(bytes * ratio), oldest: oldest.toISOString(),
        eventsPerDay: recentEvents / span, diskBytesPerDay, hotDays, deleteDays,
        settledDiskBytes: deleteDays === null ? null : Math.round(diskBytesPerDay * deleteDays),
      })
    }
  }
  return {
    datasets,
    disk: { eventStore: sizes.events, stateStore: sizes.state, evidence: sizes.evidence, free: bavail * bsize, growthDays, ...forecast(datasets, bavail * bsize) },
    due: stores.map(({ plan: { organisation, cold, deleted, held, waiting } }) => ({
      organisation, cold: cold.length, coldEvents: sum(cold), deleted: deleted.length, deletedEvents: sum(deleted),
      held: held.slice(0, NAMED_MOST).map(each => each.sha256), heldTotal: held.length, waitingTotal: waiting.length,
    })),
  }
}

/** Each dataset grows until it is as old as its term; the disk is full when together they need more than is free. Complexity: datasets × log(days). */
function forecast(datasets: RetentionView['datasets'], free: number): Pick<RetentionView['disk'], 'growthPerDay' | 'daysUntilFull'> {
  const growthPerDay = datasets.reduce((total, { diskBytesPerDay }) => total + diskBytesPerDay, 0)
  const needed = (after: number) => datasets.reduce((total, { diskBytes, diskBytesPerDay, settledDiskBytes }) => {
    const grown = diskBytesPerDay * after
    return total + (settledDiskBytes === null ? grown : Math.max(Math.min(grown, settledDiskBytes - diskBytes), 0))
  }, 0)
  if (needed(FARTHEST_DAYS) < free) return { growthPerDay, daysUntilFull: null }
  let [low, high] = [0, FARTHEST_DAYS]
  while (high - low > 0.1) {
    const middle = (low + high) / 2
    if (needed(middle) < free) low = middle
    else high = middle
  }
  return { growthPerDay, daysUntilFull: Math.round(high * 10) / 10 }
}

/** A hundred years. */
const FARTHEST_DAYS = 36_500

function sum(evidence: RetentionPlan['deleted']): number {
  return evidence.reduce((total, { events }) => total + events, 0)
}
