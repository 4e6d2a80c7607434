import { z } from '@hono/zod-openapi'
import type { RuleCard, RuleExplanation, RulePage, RulePart, RuleProblem, RuleShelf, RuleTestOutcomes } from '../../../model/ports/rule-shelf.ts'
import { renderFact } from '../../../model/render-fact.ts'
import type { FactTemplates } from '../../../model/reason.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { formatTime } from '../../../model/time.ts'
import { RULE_ADVICE } from '../../../triage/index.ts'
import { findingRowSchema } from '../findings/finding-view.ts'
import { histogramSchema } from '../hunts/histogram.ts'
import { count, id, time } from '../shapes.ts'
import type { FiguresOf } from './rule-figures.ts'
import type { RuleLibrary } from './rule-library.ts'

const logsource = z.object({ product: z.string().optional(), category: z.string().optional(), service: z.string().optional() })

/** A rule in a list: what it is, what it found, what people said of it. */
export const ruleRowSchema = z.object({
  key: z.string(),
  title: z.string(),
  kind: z.enum(['rule', 'correlation']),
  level: z.enum(SEVERITIES),
  status: z.string(),
  techniques: z.array(z.string()),
  tactics: z.array(z.string()),
  logsource: logsource.nullable(),
  set: z.string().describe('the rule set; empty: the rules that come with the program'),
  file: z.string(),
  enabled: z.boolean(),
  hasTests: z.boolean(),
  filters: count.describe('that are added to it'),
  hits: z.object({
    count, first: time.nullable(), last: time.nullable(),
    spread: z.array(count).describe('over the time that the matches of all rules span, in equal parts'),
  }),
  verdicts: z.object({ truePositive: count, benign: count, falsePositive: count, undetermined: count }).describe('cases with it that people judged'),
  precision: z.number().min(0).max(1).nullable().describe('attacks among them'),
  advice: z.enum(RULE_ADVICE),
}).openapi('RuleRow')

export type RuleRow = z.infer<typeof ruleRowSchema>

export const problemSchema = z.object({
  code: z.string(), severity: z.enum(['error', 'warning']), set: z.string(), file: z.string(), line: count, column: count, message: z.string(), mend: z.string(),
}).openapi('RuleProblem')

const placeSchema = z.object({
  text: z.string().describe('of the event, an excerpt'), from: count, to: count, before: count.describe('characters before the excerpt'), after: count,
})

const itemSchema = z.object({
  kind: z.literal('item'),
  field: z.string().nullable().describe('null: any text of the event'),
  modifiers: z.array(z.string()),
  negated: z.boolean(),
  join: z.enum(['any', 'all']),
  values: z.array(z.object({ written: z.string(), held: z.boolean().nullable(), place: placeSchema.nullable() })),
  more: count.describe('values that are not listed'),
  held: z.boolean().nullable(),
  seen: z.string().nullable().describe('what the event has under the field'),
})

/** A condition as a tree; of an event, what held. */
const partSchema: z.ZodType<RulePart, RulePart> = z.lazy(() => z.union([itemSchema, z.object({
  kind: z.enum(['all', 'any', 'not']), label: z.string(), filter: z.boolean(), parts: z.array(partSchema), held: z.boolean().nullable(),
})])).openapi('RulePart', { type: 'object' })

export const explanationSchema: z.ZodType<RuleExplanation, RuleExplanation> = z.object({
  key: z.string(), title: z.string(), tried: z.boolean().describe('whether the event\'s log source lets the rule be tried'), logsource,
  fires: z.boolean(), condition: partSchema,
}).openapi('RuleExplanation')

export const testsSchema: z.ZodType<RuleTestOutcomes, RuleTestOutcomes> = z.union([
  z.object({ tests: z.array(z.object({ name: z.string(), expected: z.enum(['found', 'left']), passed: z.boolean() })) }),
  z.object({ wrong: z.string().describe('why they cannot be run') }),
])

const filterSchema = z.object({
  id: z.string(), title: z.string(), set: z.string(), file: z.string(),
  by: z.string().nullable().describe('who made it from a finding; null for one that came with rules'),
  at: z.string().nullable(), ends: z.string().nullable(), reason: z.string(), finding: z.string().nullable(),
})

/** A rule with all that is known of it. */
export const ruleSchema = ruleRowSchema.extend({
  description: z.string(), author: z.string(), date: z.string(), modified: z.string(), references: z.array(z.string()), tags: z.array(z.string()),
  falsePositives: z.array(z.string()),
  source: z.string().describe('its file'),
  detection: partSchema.nullable(),
  correlation: z.object({ type: z.string(), groupBy: z.array(z.string()), timespanSeconds: z.number(), condition: z.string() }).nullable(),
  about: z.array(ruleRowSchema).describe('of a correlation, the rules it is about'),
  usedBy: z.array(ruleRowSchema).describe('correlations that are about it'),
  addedFilters: z.array(filterSchema),
  problems: z.array(problemSchema),
  switchedOff: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  advised: z.object({ en: z.string(), ja: z.string() }).describe('what to do with it, with the numbers'),
  histogram: histogramSchema,
  findings: z.array(findingRowSchema.extend({ case: id })).describe('the newest'),
}).openapi('Rule')

/** Shows rules as rows. */
export function rowsOf(library: RuleLibrary, shelf: RuleShelf, figuresOf: FiguresOf): (card: RuleCard) => RuleRow {
  const filters = new Map<string, number>()
  for (const { appliesTo } of shelf.filters) for (const key of appliesTo) filters.set(key, (filters.get(key) ?? 0) + 1)
  return ({ summary: { id: key, title, level, status, techniques, tactics }, kind, logsource: source, set, file, hasTests }) => {
    const { hits, verdicts, advised } = figuresOf(key)
    return {
      key, title, kind, level, status, techniques: [...techniques], tactics: [...tactics], logsource: source, set, file, hasTests,
      enabled: !library.off.has(key),
      filters: filters.get(key) ?? 0,
      hits: { count: hits.count, first: formatTime(hits.first), last: formatTime(hits.last), spread: [...hits.spread] },
      verdicts, precision: advised.precision, advice: advised.advice,
    }
  }
}

type RuleParts = Pick<z.input<typeof ruleSchema>, 'histogram' | 'findings'>

export function ruleView(page: RulePage, library: RuleLibrary, shelf: RuleShelf, figuresOf: FiguresOf, templates: FactTemplates, { histogram, findings }: RuleParts): z.input<typeof ruleSchema> {
  const row = rowsOf(library, shelf, figuresOf)
  const { description, author, date, modified, references, tags, source, detection, correlation, filters, usedBy, problems, summary, about } = page
  const { reason } = figuresOf(summary.id).advised
  const off = library.off.get(summary.id)
  return {
    ...row(page),
    description, author, date, modified, references: [...references], tags: [...tags], falsePositives: [...summary.falsePositives], source, detection,
    correlation: correlation === null ? null
      : { type: correlation.type, groupBy: [...correlation.groupBy], timespanSeconds: correlation.timespan / 1_000_000, condition: correlation.condition },
    about: shelf.cards.filter(card => about.includes(card.summary.id)).map(row),
    usedBy: usedBy.map(row),
    addedFilters: filters.map(({ id: filter, title, set, file }) => {
      const kept = library.kept.get(filter)
      return { id: filter, title, set, file, by: kept?.by ?? null, at: kept?.at ?? null, ends: kept?.ends ?? null, reason: kept?.reason ?? '', finding: kept?.finding ?? null }
    }),
    problems: problems.map(problemView),
    switchedOff: off === undefined ? null : { by: off.by, at: off.at, reason: off.reason },
    advised: { en: renderFact(reason, templates, 'en'), ja: renderFact(reason, templates, 'ja') },
    histogram, findings,
  }
}

export function problemView(problem: RuleProblem): z.infer<typeof problemSchema> {
  return { ...problem }
}
