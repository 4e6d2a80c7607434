import { z } from '@hono/zod-openapi'
import type { FactTemplates } from '../../../model/reason.ts'
import { formatTime } from '../../../model/time.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { ENTITY_TYPES } from '../../../model/entity.ts'
import type { StoredFinding } from '../../../store/cases/read-findings.ts'
import { findingEntry } from '../../../triage/index.ts'
import { findingSchema as reportFinding } from '../../../triage/report/schema.ts'
import { count, id, time } from '../shapes.ts'

const entity = z.object({ type: z.enum(ENTITY_TYPES), value: z.string() })

/** One finding in a list. */
export const findingRowSchema = z.object({
  id,
  time: time.nullable().describe('of its first event'),
  lastTime: time.nullable(),
  rule: z.object({ id: z.string(), title: z.string(), titleJa: z.string().exactOptional().describe('where the rule has one in Japanese') }),
  severity: z.enum(SEVERITIES),
  subject: entity,
  techniques: z.array(z.string()),
  tactics: z.array(z.string()),
  count: count.describe('of all its events'),
  event: id.nullable().describe('its first event'),
}).openapi('FindingRow')

/** One finding as docs/schemas/report.schema.json has it: with its events and its reason. */
export const findingSchema = reportFinding

export function findingRow({ finding: { id: finding, rule, first, last, subject, count: events, events: listed } }: StoredFinding): z.infer<typeof findingRowSchema> {
  return {
    id: finding,
    time: formatTime(first),
    lastTime: formatTime(last),
    rule: { id: rule.id, title: rule.title, ...(rule.titleJa !== undefined && { titleJa: rule.titleJa }) },
    severity: rule.level,
    subject: { type: subject.type, value: subject.value },
    techniques: [...rule.techniques],
    tactics: [...rule.tactics],
    count: events,
    event: listed[0]?.id ?? null,
  }
}

/** @param paths of the evidence of its events */
export function findingView(stored: StoredFinding, paths: ReadonlyMap<string, string>, templates: FactTemplates): z.infer<typeof findingSchema> {
  return findingEntry(stored, stored.caseId, paths, templates)
}
