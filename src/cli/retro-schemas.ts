import * as z from 'zod'
import { SEVERITIES } from '../model/severity.ts'

/** What the commands that run rules over what is stored print with `--json`, one object a line. */

const id = z.string().regex(/^[0-9a-f]{32}$/)
const time = z.string().nullable().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)
const subject = z.string().describe('`type:name`')
const rule = { ruleId: z.string(), ruleTitle: z.string(), level: z.enum(SEVERITIES) }

const hitSchema = z.strictObject({
  id: id.describe('of the match: the same that detection gives it'),
  path: z.string(),
  record: count.describe('0-based index in the evidence; of text, the line'),
  eventId: id,
  time,
  ...rule,
  subject,
}).meta({ title: 'A match of a stored event', description: 'one line of `noroshi sigma hunt --json`' })

const previewSchema = z.strictObject({
  ...rule,
  matches: count,
  findings: count.describe('as detection would have grouped the matches, by subject and hour'),
  findingsPerDay: z.number(),
  eventsSearched: count,
  first: time,
  last: time,
  spanSeconds: z.number(),
  buckets: z.array(z.strictObject({ time, count })).describe('those without a match are absent'),
  withoutTime: count,
  subjects: z.array(z.strictObject({ subject, count })).describe('those with most matches'),
  otherSubjects: count.describe('matches of all others'),
  samples: z.array(z.strictObject({ eventId: id, time, subject, dataset: z.string().nullable(), fields: z.record(z.string(), z.unknown()).nullable() })),
}).meta({ title: 'What a rule would have found', description: 'one line of `noroshi sigma hunt --preview --json`' })

const neverSchema = z.strictObject({
  ruleId: z.string(),
  ruleTitle: z.string(),
  reason: z.enum(['no-source', 'no-events', 'no-field']),
  logsource: z.string().describe('product/category/service'),
  datasets: z.array(z.string()).describe('of its log source, that are stored'),
  fields: z.array(z.string()).describe('of which it needs one, and that no event has'),
}).meta({ title: 'A rule that nothing stored can match', description: 'one line of `noroshi rules never --json`' })

export type HitLine = z.infer<typeof hitSchema>
export type PreviewLine = z.infer<typeof previewSchema>
export type NeverLine = z.infer<typeof neverSchema>

export const RETRO_SCHEMAS = { 'sigma-hunt': hitSchema, 'sigma-hunt-preview': previewSchema, 'rules-never': neverSchema } as const
