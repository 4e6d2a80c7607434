import * as z from 'zod'
import type { IngestStore } from './ingest-store.ts'
import { countedDigests, storeStatus } from './store-status.ts'
import { sumCounts } from './sum-counts.ts'

const count = z.int().min(0)

const digest = z.strictObject({
  count,
  sum: z.string().regex(/^[0-9a-f]{32}$/).describe('sum of the ids modulo 2^128, in hex'),
})

/** `noroshi status --json`; committed as JSON schema in docs/schemas. */
export const statusSchema = z.strictObject({
  settled: z.boolean().describe('nothing waits, nothing is being built anew, and all of it is folded into cases'),
  position: count.describe('of the newest load or change'),
  digests: z.strictObject({ events: digest, matches: digest }).describe('of what is seen, as the workers counted it'),
  counted: z.strictObject({ events: digest, matches: digest }).nullable().describe('the same as the event store counts it; null without --verify'),
  evidence: z.strictObject({ count, bytes: count }),
  datasets: z.record(z.string(), count).describe('events'),
  chunks: z.strictObject({ waiting: count, done: count, quarantined: count }),
  loads: z.strictObject({ open: count, ready: count, live: count, dead: count }),
  fold: z.strictObject({ generation: count, position: count }).describe('how often findings were folded into cases, and up to where'),
  cases: count,
  sources: z.strictObject({ count, taking: count, silent: count, paused: count, failed: count, wrongClocks: count.describe('sources of which something sends with a clock or a zone that is wrong') }).nullable()
    .describe('how many sources are in which state; null where noroshi up does not run'),
}).meta({ title: 'The state of the store', description: '`noroshi status --json`' })

export type StatusView = z.infer<typeof statusSchema>

/** How far the store is, summed up. @throws NoroshiError what the engines say */
export async function statusView(store: IngestStore): Promise<StatusView> {
  const { evidence, ...rest } = await storeStatus(store)
  return {
    settled: rest.settled,
    position: rest.position,
    digests: rest.digests,
    counted: null,
    evidence: { count: evidence.length, bytes: evidence.reduce((sum, { bytes }) => sum + bytes, 0) },
    datasets: sumCounts(evidence.map(({ datasets }) => datasets)),
    chunks: rest.chunks,
    loads: rest.loads,
    fold: rest.fold,
    cases: rest.cases,
    sources: null,
  }
}

/** The same, and every event and match counted in the event store too. @throws NoroshiError what the engines say */
export async function countedStatusView(store: IngestStore): Promise<StatusView> {
  return { ...await statusView(store), counted: await countedDigests(store) }
}
