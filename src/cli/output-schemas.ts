import * as z from 'zod'
import { SEVERITIES } from '../model/severity.ts'
import { GATEWAY_SCHEMAS } from './ai-gateway-schemas.ts'
import { documentSchema, judgementSchema, pinSchema, redTeamSchema, scanSchema, traceSchema } from './ai-schema.ts'
import { incidentSchema } from './ai-incident-schema.ts'
import { checkedItemSchema, systemLineSchema, talkerSchema } from './ai-inventory-schema.ts'
import { BACKUP_SCHEMAS } from './backup-schemas.ts'
import { CASE_SCHEMAS } from './case-schema.ts'
import { doctorSchema } from './doctor/doctor-schema.ts'
import { EVIDENCE_SCHEMAS } from './evidence-schemas.ts'
import { generateConfigSchema } from '../observe/telescope/generate/generate-config.ts'
import { sessionEventSchema } from '../observe/session/session-schema.ts'
import { figuresSchema } from '../observe/telescope/figures/figures-schema.ts'
import { growthSchema } from '../observe/telescope/growth/growth-schema.ts'
import { truthSchema } from '../observe/telescope/generate/truth-schema.ts'
import { telescopeChangesSchema, telescopeSchema } from '../observe/telescope/telescope-schema.ts'
import { sourceSchema } from '../pipeline/collect/source-view.ts'
import { sensorSchema } from '../server/sensors/sensor-view.ts'
import { sourceTrySchema } from '../pipeline/try/tried-source-view.ts'
import { statusSchema } from '../pipeline/ingest/status-view.ts'
import { cataloguedDatasetSchema } from '../pipeline/catalogue/catalogue-view.ts'
import { extractReportSchema } from '../pipeline/extract/extract-report.ts'
import { retentionViewSchema } from '../pipeline/retention/retention-view.ts'
import { NOTIFY_SCHEMAS } from './notify-schema.ts'
import { REGISTER_SCHEMAS } from './register-schema.ts'
import { RETRO_SCHEMAS } from './retro-schemas.ts'
import { userListSchema } from './user-schema.ts'

/** What commands print with `--json`, one object a line; committed as JSON schema in docs/schemas. */

const recordIndex = z.int().min(0).describe('0-based index in the evidence; of text, the line')
const time = z.string().nullable().describe('ISO 8601 UTC with microseconds')

const matchSchema = z.strictObject({
  path: z.string(),
  record: recordIndex,
  eventId: z.string().regex(/^[0-9a-f]{32}$/),
  ruleId: z.string(),
  ruleTitle: z.string(),
  level: z.enum(SEVERITIES),
}).meta({ title: 'A match', description: 'one line of `noroshi sigma match`' })

const problemSchema = z.strictObject({
  code: z.string().describe('SIGMA-E…: the rule is not loaded; SIGMA-W…: a warning'),
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  message: z.string(),
  mend: z.string().describe('what to do about it'),
}).meta({ title: 'A problem of a rule', description: 'one line of `noroshi sigma check --json`' })

const ruleTestSchema = z.strictObject({
  file: z.string(),
  test: z.string().optional().describe('its name; absent where the file as a whole is spoken of'),
  result: z.enum(['passed', 'failed', 'untested']),
  reason: z.string().optional(),
}).meta({ title: 'A test of a rule', description: 'one line of `noroshi sigma test --json`' })

const explainedSchema = z.strictObject({
  path: z.string(),
  record: recordIndex,
  held: z.boolean().describe('whether the rule matches the record'),
  tried: z.boolean().describe('whether the logsource lets the rule be tried'),
  condition: z.looseObject({ kind: z.enum(['join', 'identifier', 'item']), held: z.boolean() }).describe('the parts of the rule, each with what held'),
}).meta({ title: 'A rule explained', description: '`noroshi sigma explain --json`' })

const eventSchema = z.strictObject({
  path: z.string(),
  record: recordIndex,
  time,
  dataset: z.string(),
  cold: z.literal(true).optional().describe('it was read from a cold file (`--cold`)'),
  fields: z.record(z.string(), z.unknown()).describe('under the names of the source'),
}).meta({ title: 'An event found', description: 'one line of `noroshi hunt --json` for a query without a pipe' })

const countSchema = z.looseObject({ count: z.int().min(0) })
  .meta({ title: 'A count', description: 'one line of `noroshi hunt --json` for a query with a pipe: the values counted by, `_time` of a time chart, `other` or `total`' })

export type RuleTestLine = z.infer<typeof ruleTestSchema>
export type EventLine = z.infer<typeof eventSchema>

/** By the name of the file in docs/schemas, without its ending. */
export const OUTPUT_SCHEMAS = {
  'sigma-match': matchSchema,
  'sigma-problem': problemSchema,
  'sigma-test': ruleTestSchema,
  'sigma-explain': explainedSchema,
  ...RETRO_SCHEMAS,
  'hunt-event': eventSchema,
  'hunt-count': countSchema,
  'source-list': sourceSchema,
  'sensor-list': sensorSchema,
  'source-try': sourceTrySchema,
  'status': statusSchema,
  ...CASE_SCHEMAS,
  ...EVIDENCE_SCHEMAS,
  ...REGISTER_SCHEMAS,
  ...NOTIFY_SCHEMAS,
  ...BACKUP_SCHEMAS,
  'retention': retentionViewSchema,
  'catalogue': cataloguedDatasetSchema,
  'extract': extractReportSchema,
  ...GATEWAY_SCHEMAS,
  'ai-documents': documentSchema,
  'ai-incident': incidentSchema,
  'ai-inventory-check': checkedItemSchema,
  'ai-inventory-found': talkerSchema,
  'ai-inventory-list': systemLineSchema,
  'ai-judge': judgementSchema,
  'ai-redteam': redTeamSchema,
  'ai-pins': pinSchema,
  'ai-scan': scanSchema,
  'ai-trace': traceSchema,
  'doctor': doctorSchema,
  'user-list': userListSchema,
  'packets': sessionEventSchema,
  'telescope': telescopeSchema,
  'telescope-changes': telescopeChangesSchema,
  'telescope-figures': figuresSchema,
  'telescope-generate': generateConfigSchema,
  'telescope-growth': growthSchema,
  'telescope-truth': truthSchema,
} as const
