import { z } from '@hono/zod-openapi'
import { recordedSchema, verdictsOf } from '../../../ai/gateway/audit/recorded.ts'
import { formatTime } from '../../../model/time.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import { exactFields } from '../events/event-view.ts'
import { count, id, time } from '../shapes.ts'

/** Of the events that the gateway writes. */
export const GATEWAY_DATASET = 'ai.gateway'

const name = z.string()

export const recordSchema = z.object({
  id, time: time.nullable(), event: z.enum(['request', 'answer', 'question']), request: name.describe('the same for a request and its answer'),
  application: name, client: name, protocol: name, model: name, upstream: name, verdict: name.describe('what was done'), score: z.number(),
  verdicts: z.array(z.object({
    verdict: name.describe('what was done'), found: name.describe('what the guard had found'), layer: name, kind: name, origin: name.describe('who wrote what was judged'), reason: z.object({ en: z.string(), ja: z.string() }),
    mark: name.describe('names the verdict for an exception; empty in records of earlier versions'),
  })).describe('what was found, the gravest first'),
  lifted: z.array(z.object({ exception: name, layer: name, kind: name, origin: name })).describe('verdicts that exceptions lifted'),
  text: z.string().describe('without its secrets; empty where the application wants figures only'), characters: count, status: count, outcome: name, tokens: count.nullable(),
  decision: name.describe('of a person who was asked, or why there is none; empty where nobody was'), decidedBy: name, decidedWhy: z.string(),
  tools: z.array(name), judgedMicroseconds: count,
}).openapi('GatewayRecord')

export type RecordView = z.infer<typeof recordSchema>

/** Null for an event that the gateway did not write. */
export function recordView({ id: event, time: at, dataset, fields }: Pick<StoredEvent, 'id' | 'time' | 'dataset' | 'fields'>): RecordView | null {
  if (dataset !== GATEWAY_DATASET) return null
  const result = recordedSchema.safeParse(exactFields(fields))
  if (!result.success) return null
  const { application, client, protocol, model, upstream, verdict, score, lifted, text, decision, decided_by: decidedBy, decided_why: decidedWhy, characters, status, outcome, tokens, tools, request } = result.data
  return {
    id: event, time: formatTime(at), event: result.data.event, request, application, client, protocol, model, upstream, verdict: verdict === '' ? 'allow' : verdict, score, verdicts: verdictsOf(result.data),
    lifted, text, decision, decidedBy, decidedWhy, characters, status, outcome, tokens, tools, judgedMicroseconds: result.data.judged_us,
  }
}
