import { z } from '@hono/zod-openapi'
import { formatTime, MINUTE_US, parseIsoTime } from '../../../model/time.ts'
import type { SpanCount } from '../../../store/telescope/count-minutes.ts'
import { countMinutes } from '../../../store/telescope/count-minutes.ts'
import { DIMENSIONS } from '../../../store/telescope/minute-count.ts'
import { ApiError } from '../../errors/api-error.ts'
import { eventReader } from '../events/event-reader.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { count, time } from '../shapes.ts'
import { MOST_STEPS, MOST_VALUES, SPAN_US } from './defaults.ts'

const pair = z.object({ all: count, withoutSurveys: count })
const sums = { packets: pair, sources: pair.describe('distinct addresses over the span, by sketch: 1.6 % standard error') }

const countsRoute = route({
  method: 'get', path: '/telescope/counts', access: LOOK,
  summary: 'What the sensor counted by minute, over any span: packets and distinct sources, with and without survey scanners; by kind, port, tool, country or network',
  query: z.object({
    by: z.enum(DIMENSIONS).default('all'),
    value: z.string().max(2_000).optional().describe('only these, joined by commas: `23/tcp,2323/tcp`, `mirai`, `JP`'),
    from: z.iso.datetime({ offset: true }).optional().describe('by default a day before `to`'),
    to: z.iso.datetime({ offset: true }).optional().describe('by default now'),
    step: z.coerce.number().int().min(60).max(31_622_400).optional().describe('seconds; by default a hundredth of the span'),
    most: z.coerce.number().int().min(1).max(MOST_VALUES).default(10).describe('values with most sources'),
  }),
  answer: z.object({
    by: z.enum(DIMENSIONS), from: time, to: time, stepSeconds: z.number(),
    values: z.array(z.object({ value: z.string(), ...sums, steps: z.array(z.object({ at: time, ...sums })).describe('those with packets') })).describe('most sources first'),
  }),
}, async ({ query }, asked) => {
  const to = wholeMinute(timeOf(query.to) ?? asked.services.now() * 1_000 + MINUTE_US)
  const from = wholeMinute(timeOf(query.from) ?? to - SPAN_US)
  if (from >= to) throw new ApiError('bad-request', { problem: 'the span ends before it begins', field: 'query.to' })
  const stepUs = query.step === undefined ? Math.max(MINUTE_US, wholeMinute((to - from) / 100 + MINUTE_US)) : wholeMinute(query.step * 1_000_000)
  if ((to - from) / stepUs > MOST_STEPS) throw new ApiError('bad-request', { problem: `more than ${MOST_STEPS} steps`, field: 'query.step' })
  const { client, scope } = await eventReader(asked, null)
  const values = await countMinutes({ client, scope, signal: asked.request.signal }, {
    dimension: query.by, values: query.value?.split(',') ?? null, from, to, stepUs, most: query.most,
  })
  if (values === null) throw new ApiError('unprocessable', { problem: 'too much would have to be read: ask for a shorter span or fewer values', field: 'query.from' })
  return {
    by: query.by, from: formatTime(from), to: formatTime(to), stepSeconds: stepUs / 1_000_000,
    values: values.map(({ value, whole, steps }) => ({
      value, ...viewCount(whole),
      steps: [...steps].sort(([a], [b]) => a - b).map(([step, counts]) => ({ at: formatTime(from + step * stepUs), ...viewCount(counts) })),
    })),
  }
})

function viewCount({ packets, packetsWithoutSurveys, sources, sourcesWithoutSurveys }: SpanCount) {
  return { packets: { all: packets, withoutSurveys: packetsWithoutSurveys }, sources: { all: sources.count, withoutSurveys: sourcesWithoutSurveys.count } }
}

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : parseIsoTime(text)?.microseconds ?? Date.parse(text) * 1_000
}

function wholeMinute(microseconds: number): number {
  return Math.max(0, Math.floor(microseconds / MINUTE_US) * MINUTE_US)
}

export const countRoutes: readonly ServerRoute[] = [countsRoute]
