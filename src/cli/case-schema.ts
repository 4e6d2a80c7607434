import * as z from 'zod'
import { ENTITY_TYPES } from '../model/entity.ts'
import { SEVERITIES } from '../model/severity.ts'
import { VERDICTS } from '../model/verdict.ts'
import { STATUSES } from '../store/decisions/decision.ts'
import { whoseSchema } from '../register/who/whose.ts'
import { caseSchema, findingSchema } from '../triage/report/schema.ts'

/** What `noroshi case` prints with `--json`; committed as JSON schema in docs/schemas. */

const id = z.string().regex(/^[0-9a-f]{32}$/)
const time = z.string().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)

const entered = {
  status: z.enum(STATUSES),
  owner: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  notes: count,
}

const listedSchema = z.strictObject({
  id,
  title: z.strictObject({ en: z.string(), ja: z.string() }),
  priority: z.int().min(0).max(100).describe('with people\'s verdicts'),
  derivedPriority: z.int().min(0).max(100).describe('without them'),
  severity: z.enum(SEVERITIES),
  firstSeen: time.nullable(),
  lastSeen: time.nullable(),
  tactics: z.array(z.string()),
  entities: z.array(z.strictObject({ type: z.enum(ENTITY_TYPES), value: z.string() })).describe('the first'),
  findings: count,
  ...entered,
}).meta({ title: 'A case in the queue', description: 'one line of `noroshi case list --json`' })

const decisionSchema = z.strictObject({
  id: z.int().min(1),
  kind: z.enum(['verdict', 'status', 'owner', 'note', 'together', 'apart', 'withdrawal']),
  value: z.string().describe('of a withdrawal, the number of the decision that it takes back'),
  match: id.describe('the first match of what was looked at, on which it hangs'),
  person: z.string(),
  at: time.describe('by the clock of the store'),
  enteredOn: id.describe('the case as it was known then'),
  shownOn: id.nullable().describe('the case that holds the match now; null when nothing does'),
  otherCase: id.nullable().describe('of together and apart, the case that holds the other match now'),
  withdrawnBy: z.int().nullable().describe('the decision that took it back'),
}).meta({ title: 'A decision', description: 'one line of `noroshi case history --json`, `decide --json`, `undo --json`' })

const shownSchema = z.strictObject({
  case: caseSchema,
  ...entered,
  derivedPriority: z.int().min(0).max(100),
  findings: z.array(findingSchema).describe('the first by time'),
  decisions: z.array(decisionSchema).describe('the newest first'),
  whose: z.array(whoseSchema).describe('whose the first of its addresses were when it began, as logs and the register tell now'),
}).meta({ title: 'A case', description: '`noroshi case show --json`' })

export type ListedCase = z.infer<typeof listedSchema>
export type DecisionView = z.infer<typeof decisionSchema>
export type ShownCase = z.infer<typeof shownSchema>

/** By the name of the file in docs/schemas, without its ending. */
export const CASE_SCHEMAS = {
  'case-list': listedSchema,
  'case-show': shownSchema,
  'decision': decisionSchema,
} as const
