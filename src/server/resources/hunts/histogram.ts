import { z } from '@hono/zod-openapi'
import { DAY_US, formatTime, SECOND_US } from '../../../model/time.ts'
import { betweenTimes } from '../../../query/between-times.ts'
import type { TimeRange } from '../../../query/between-times.ts'
import type { Query } from '../../../query/query.ts'
import type { Bucket, QueryResult } from '../../../query/run-query.ts'
import type { EventReader } from '../../../store/events/event-reader.ts'
import { huntSummary } from '../../../store/events/hunt-summary.ts'
import { count, time } from '../shapes.ts'
import { HISTOGRAM_SPANS } from './defaults.ts'

/** How many events a hunt finds, over time. Spans without events are absent. */
export const histogramSchema = z.object({
  spanSeconds: z.number().positive(),
  buckets: z.array(z.object({ time: time.describe('where the span begins'), count })),
  withoutTime: count,
  total: count,
}).openapi('Histogram')

type Timechart = Extract<QueryResult, { kind: 'timechart' }>

/** Some dozens of spans over the times at which there are events: looked at by day first, then closer. At most three queries. */
export async function histogramOf(reader: EventReader, query: Query, { from, to }: TimeRange): Promise<z.infer<typeof histogramSchema>> {
  const known = from !== undefined && to !== undefined && to > from
  let chart = await chartOf(reader, query, known ? spanFor(to - from) : DAY_US)
  const { withoutTime, total } = chart
  for (let looks = 1; looks < MOST_LOOKS; looks++) {
    const range = rangeOf(chart)
    const spanUs = spanFor(range.to - range.from)
    if (chart.buckets.length === 0 || spanUs >= chart.spanUs) break
    chart = await chartOf(reader, betweenTimes(query, range), spanUs)
  }
  const spanUs = Math.max(chart.spanUs, spanFor(lengthOf(chart)))
  return {
    spanSeconds: spanUs / SECOND_US,
    buckets: merged(chart.buckets, spanUs).map(({ time: start, count: found }) => ({ time: formatTime(start), count: found })),
    withoutTime,
    total,
  }
}

const MOST_LOOKS = 3

/** Spans that people read at a glance, microseconds. */
const SPANS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
].map(seconds => seconds * SECOND_US).concat([1, 2, 7, 14, 30, 90, 365, 3_650].map(days => days * DAY_US))

/** The span of which some dozens cover this length, both in microseconds. */
export function spanFor(lengthUs: number): number {
  return SPANS.find(span => span * HISTOGRAM_SPANS >= lengthUs) ?? SPANS.at(-1)!
}

async function chartOf(reader: EventReader, { where }: Query, spanUs: number): Promise<Timechart> {
  const result = await huntSummary(reader, { where, pipe: { kind: 'timechart', spanUs, span: where.span } })
  if (result.kind !== 'timechart') throw new Error('a timechart answered with something else')
  return result
}

function rangeOf({ buckets, spanUs }: Timechart): { readonly from: number; readonly to: number } {
  return { from: buckets[0]?.time ?? 0, to: (buckets.at(-1)?.time ?? 0) + spanUs }
}

function lengthOf(chart: Timechart): number {
  const { from, to } = rangeOf(chart)
  return to - from
}

function merged(buckets: readonly Bucket[], spanUs: number): Bucket[] {
  const counts = new Map<number, number>()
  for (const bucket of buckets) {
    const start = Math.floor(bucket.time / spanUs) * spanUs
    counts.set(start, (counts.get(start) ?? 0) + bucket.count)
  }
  return [...counts].map(([start, found]) => ({ time: start, count: found }))
}
