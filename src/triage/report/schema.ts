import * as z from 'zod'
import { ENTITY_TYPES } from '../../model/entity.ts'
import { SEVERITIES } from '../../model/severity.ts'

/** The shape of report.json; docs/schemas/report.schema.json is made from it. */

const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/).nullable()
  .describe('ISO 8601 in UTC with microseconds; null where the evidence has no usable time')

const id = z.string().regex(/^[0-9a-f]{32}$/).describe('128 bits by content: the same evidence and rules give the same id')

const count = z.int().nonnegative()

const severity = z.enum(SEVERITIES)

const entity = z.strictObject({ type: z.enum(ENTITY_TYPES), value: z.string() })

const factShape = {
  fact: z.string().describe('the name of the sentence'),
  numbers: z.record(z.string(), z.number()),
  terms: z.record(z.string(), z.string()).describe('quoted from the evidence and the rules: written by anyone'),
  eventIds: z.array(id),
  query: z.string().describe('in the hunt language; finds numbers.count events; empty when the fact is not about events'),
  asOf: z.number().describe('the load position the numbers were true at; 0: the evidence given'),
}

const fact = z.strictObject(factShape).meta({ id: 'Fact' })

const reason = z.union([
  fact,
  z.strictObject({ get and() { return z.array(reason) } }),
  z.strictObject({ get or() { return z.array(reason) } }),
  z.strictObject({ get although() { return z.array(reason).length(2).describe('what speaks for it, what speaks against') } }),
]).meta({ id: 'Reason' })

const sentence = z.strictObject({ en: z.string(), ja: z.string() }).meta({ id: 'Sentence' })

const sentences = z.strictObject({
  what: z.string(),
  for: z.array(z.string()),
  against: z.array(z.string()),
  change: z.string(),
  confidence: z.string(),
  next: z.string(),
}).meta({ id: 'Sentences' })

const explanation = z.strictObject({
  what: fact.describe('what happened'),
  why: reason.describe('up to three facts for and three against'),
  change: fact.describe('what would change the verdict'),
  confidence: fact.describe('as a frequency'),
  next: fact.describe('the next check, with the expected answer'),
  text: z.strictObject({ en: sentences, ja: sentences }).describe('the same in sentences'),
}).meta({ id: 'Explanation' })

export const evidenceSchema = z.strictObject({
  paths: z.array(z.string()).min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/).nullable().describe('of the decompressed content; null when it could not be read at all'),
  bytes: count.describe('decompressed'),
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  dataset: z.string().nullable().describe('of most of its events'),
  events: count,
  errors: z.array(z.strictObject({ offset: z.number(), reason: z.string() })).describe('what could not be read; byte offsets'),
})

export const findingSchema = z.strictObject({
  id,
  time: time.describe('of its first event'),
  lastTime: time.describe('of its last event'),
  detector: z.string(),
  rule: z.strictObject({ id: z.string(), title: z.string(), level: severity, status: z.string() }),
  subject: entity,
  severity,
  techniques: z.array(z.string()),
  tactics: z.array(z.string()),
  entities: z.array(entity),
  events: z.array(z.strictObject({ path: z.string(), record: count, id, time })).max(100).describe('the first by time'),
  count: count.describe('of all its events'),
  case: id,
  reason: explanation,
})

export const caseSchema = z.strictObject({
  id,
  title: sentence,
  priority: z.int().min(0).max(100),
  score: z.array(z.strictObject({ ...factShape, text: sentence })).describe('numbers.points add up to the priority'),
  severity,
  firstSeen: time,
  lastSeen: time,
  tactics: z.array(z.string()).describe('ATT&CK short names, as first seen'),
  entities: z.array(entity),
  findings: z.array(id).min(1),
  explanation,
})

const digest = z.strictObject({
  count,
  sum: z.string().regex(/^[0-9a-f]{32}$/).describe('of the ids, modulo 2^128, in hex'),
})

export const statsSchema = z.strictObject({
  events: count,
  findings: count,
  cases: count,
  seconds: z.number().nonnegative(),
  datasets: z.record(z.string(), count).describe('events by dataset'),
  digest: z.strictObject({ events: digest, matches: digest }),
})

export const reportSchema = z.strictObject({
  noroshi: z.string().describe('the version that wrote it'),
  evidence: z.array(evidenceSchema),
  findings: z.array(findingSchema),
  cases: z.array(caseSchema).describe('by falling priority'),
  stats: statsSchema,
}).meta({ title: 'Noroshi report', description: 'report.json of `noroshi analyze`' })

export type Report = z.infer<typeof reportSchema>
export type EvidenceEntry = z.infer<typeof evidenceSchema>
export type FindingEntry = z.infer<typeof findingSchema>
export type CaseEntry = z.infer<typeof caseSchema>
export type ExplanationEntry = z.infer<typeof explanation>
export type StatsEntry = z.infer<typeof statsSchema>

/** The JSON schema (2020-12) of report.json, as committed in docs/schemas. */
export function reportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`
}
