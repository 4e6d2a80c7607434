import { z } from '@hono/zod-openapi'
import { ENTITY_TYPES } from '../../../model/entity.ts'
import type { FactTemplates } from '../../../model/reason.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { formatTime } from '../../../model/time.ts'
import { VERDICTS } from '../../../model/verdict.ts'
import type { TimelineEntry } from '../../../pipeline/cases/case-timeline.ts'
import type { ReadCase } from '../../../pipeline/cases/read-case.ts'
import type { CaseRow } from '../../../store/cases/list-cases.ts'
import type { StoredFinding } from '../../../store/cases/read-findings.ts'
import type { StoredDecision } from '../../../store/decisions/decision.ts'
import { STATUSES } from '../../../store/decisions/decision.ts'
import { caseEntry } from '../../../triage/index.ts'
import { caseSchema as reportCase } from '../../../triage/report/schema.ts'
import { CASE_FINDINGS_LISTED } from '../defaults.ts'
import { findingRow, findingRowSchema } from '../findings/finding-view.ts'
import { count, id, time } from '../shapes.ts'

const entity = z.object({ type: z.enum(ENTITY_TYPES), value: z.string() })

/** What people entered, as it holds now. */
const entered = {
  status: z.enum(STATUSES),
  owner: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  notes: count,
}

/** One case in the queue. */
export const caseRowSchema = z.object({
  id,
  title: z.object({ en: z.string(), ja: z.string() }),
  priority: z.int().min(0).max(100).describe('with people\'s verdicts'),
  severity: z.enum(SEVERITIES),
  firstSeen: time.nullable(),
  lastSeen: time.nullable(),
  tactics: z.array(z.string()).describe('ATT&CK short names, as first seen'),
  entities: z.array(entity).describe('the first of them'),
  findings: count,
  ...entered,
}).openapi('CaseRow')

/** One case as docs/schemas/report.schema.json has it, with what people entered and rows of its findings. */
export const caseDetailSchema = z.object({
  ...reportCase.shape,
  ...entered,
  derivedPriority: z.int().min(0).max(100).describe('without people\'s verdicts'),
  findingCount: count,
  findingRows: z.array(findingRowSchema).describe(`the first ${CASE_FINDINGS_LISTED} by time; /cases/{id}/findings has all`),
})

export const timelineEntrySchema = z.object({
  id: id.describe('of the event'),
  time: time.nullable(),
  finding: id,
  title: z.string().describe('of the finding\'s rule'),
  titleJa: z.string().exactOptional().describe('where the rule has one in Japanese'),
  path: z.string(),
  record: count,
  subject: entity,
}).openapi('TimelineEntry')

export const decisionSchema = z.object({
  id: count,
  kind: z.enum(['verdict', 'status', 'owner', 'note', 'together', 'apart', 'withdrawal']),
  value: z.string(),
  person: z.string(),
  at: time,
  enteredOn: id.describe('the case as they knew it'),
  shownOn: id.nullable().describe('the case that it shows on now'),
  otherCase: id.nullable(),
  withdrawnBy: count.nullable().describe('the decision that took it back'),
}).openapi('Decision')

export function caseRowView({ id: row, title, priority, severity, firstSeen, lastSeen, tactics, entities, findings, status, owner, verdict, notes }: CaseRow): z.infer<typeof caseRowSchema> {
  return {
    id: row, title, priority, severity, firstSeen: formatTime(firstSeen), lastSeen: formatTime(lastSeen), tactics, entities, findings, status, owner, verdict, notes,
  }
}

/** @param findings the first of them */
export function caseDetail({ case: shown, row }: ReadCase, findings: readonly StoredFinding[], templates: FactTemplates): z.input<typeof caseDetailSchema> {
  const { status, owner, verdict, notes, derivedPriority } = row
  return {
    ...caseEntry(shown, templates), status, owner, verdict, notes, derivedPriority, findingCount: row.findings, findingRows: findings.map(findingRow),
  }
}

export function timelineEntryView({ event, finding, title, titleJa, subject, path }: TimelineEntry): z.infer<typeof timelineEntrySchema> {
  return { id: event.id, time: formatTime(event.time), finding, title, ...(titleJa !== undefined && { titleJa }), path, record: event.record, subject: { type: subject.type, value: subject.value } }
}

export function decisionView({ id: number, kind, value, person, at, enteredOn, shownOn, otherCase, withdrawnBy }: StoredDecision): z.infer<typeof decisionSchema> {
  return { id: number, kind, value, person, at: formatTime(at), enteredOn, shownOn, otherCase, withdrawnBy }
}
