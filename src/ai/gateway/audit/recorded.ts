import * as z from 'zod'

const text = z.string().default('')

const verdict = z.object({ verdict: text, found: text, layer: text, kind: text, origin: text, reason: text, reason_ja: text, mark: text })

/** What the gateway wrote down, read again; of records of earlier versions the later members are empty. */
export const recordedSchema = verdict.extend({
  event: z.enum(['request', 'answer', 'question']), request: text, application: text, client: text, protocol: text, model: text, upstream: text, score: z.number().default(0),
  others: z.array(verdict).default([]),
  lifted: z.array(z.object({ exception: text, layer: text, kind: text, origin: text })).default([]),
  judge_model: text, judge_said: text, judge_ms: z.number().default(0),
  decision: text, decided_by: text, decided_why: text,
  text, characters: z.number().default(0), status: z.number().default(0), outcome: text, tokens: z.number().nullable().default(null), token_limit: z.number().nullable().default(null), tools: z.array(z.string()).default([]), judged_us: z.number().default(0),
})

export type Recorded = z.infer<typeof recordedSchema>

export interface RecordedVerdict {
  /** What was done, and what the guard had found. */
  readonly verdict: string
  readonly found: string
  readonly layer: string
  readonly kind: string
  readonly origin: string
  readonly reason: { readonly en: string; readonly ja: string }
  readonly mark: string
}

/** What was found, the gravest first; empty where nothing spoke against it. */
export function verdictsOf(record: Recorded): RecordedVerdict[] {
  return [record, ...record.others].filter(({ layer }) => layer !== '').map(({ verdict: done, found, layer, kind, origin, reason: en, reason_ja: ja, mark }) => ({
    verdict: done, found: found === '' ? done : found, layer, kind, origin, reason: { en, ja: ja === '' ? en : ja }, mark,
  }))
}
