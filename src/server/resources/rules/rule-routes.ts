import { z } from '@hono/zod-openapi'
import type { RuleProblem } from '../../../model/ports/rule-shelf.ts'
import { SEVERITIES, severityRank } from '../../../model/severity.ts'
import { formatTime, SECOND_US } from '../../../model/time.ts'
import { findingsByIds } from '../../../store/cases/read-findings.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import type { RuleHits } from '../../../store/events/rule-hits.ts'
import { hitsOverTime, newestFindings } from '../../../store/events/rule-hits.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { findingRow } from '../findings/finding-view.ts'
import type { histogramSchema } from '../hunts/histogram.ts'
import { spanFor } from '../hunts/histogram.ts'
import { LOOK } from '../rights.ts'
import { count } from '../shapes.ts'
import { PROBLEMS_LISTED, RULE_FINDINGS } from './defaults.ts'
import { isAtHome, requireHome } from './home.ts'
import { ruleFigures } from './rule-figures.ts'
import type { RuleRow } from './rule-view.ts'
import { problemSchema, problemView, ruleRowSchema, rowsOf, ruleSchema, ruleView, testsSchema } from './rule-view.ts'

/** The rules of the installation, as an analyst looks at them. */

export const keyParams = z.object({ key: z.string().min(1).max(500) })

const SORTS = ['hits', 'last', 'level', 'title', 'precision'] as const

const wanted = {
  q: z.string().max(500).optional().describe('somewhere in the title, the key, the file, a technique or the log source, without regard to case'),
  level: z.enum(SEVERITIES).optional(),
  set: z.string().max(100).optional().describe('a rule set; `builtin`: the rules that come with the program'),
  product: z.string().max(100).optional(),
  technique: z.string().max(20).optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
  advice: z.enum(['keep', 'tune', 'retire', 'unjudged']).optional(),
  found: z.enum(['something', 'nothing']).optional(),
  sort: z.enum(SORTS).default('hits'),
}

const listRoute = route({
  method: 'get', path: '/rules', summary: 'The rules that are loaded: what they are about, what they found, what people said of it', access: LOOK,
  query: z.object({ ...pageQuery, ...wanted }),
  answer: z.object({
    items: z.array(ruleRowSchema), next: z.string().nullable(),
    total: count.describe('that are as asked for'),
    rules: count.describe('of all'),
    disabled: count.describe('of all'),
    problems: z.object({ errors: count, warnings: count }),
    sets: z.array(z.string()), products: z.array(z.string()),
    changing: z.boolean().describe('evidence is still read with the rules as they were before the last change'),
    chosen: z.boolean().describe('noroshi.yaml names the directories: sets that are added are not read'),
  }),
}, async ({ query }, asked) => {
  if (!isAtHome(asked)) return { items: [], next: null, total: 0, rules: 0, disabled: 0, problems: { errors: 0, warnings: 0 }, sets: [], products: [], changing: false, chosen: false }
  const { off, isRenewing, control } = asked.services.rules
  const shelf = await asked.services.rules.shelf()
  const rows = await sortedRows(asked, query)
  const after = query.cursor === undefined ? 0 : rows.findIndex(({ key }) => key === decodeCursor(query.cursor!, z.tuple([z.string()]))[0]) + 1
  return {
    ...takePage(rows.slice(after, after + query.limit + 1), query.limit, { key: row => [row.key], item: row => row }),
    total: rows.length,
    rules: shelf.cards.length,
    disabled: shelf.cards.filter(({ summary }) => off.has(summary.id)).length,
    problems: { errors: countOf(shelf.problems, 'error'), warnings: countOf(shelf.problems, 'warning') },
    sets: [...new Set(shelf.cards.map(({ set }) => set))],
    products: [...new Set(shelf.cards.flatMap(({ logsource }) => logsource?.product ?? []))].sort(),
    changing: isRenewing,
    chosen: control.areChosen,
  }
})

const exportRoute = route({
  method: 'get', path: '/rule-export', summary: 'All rules that are as asked for, with their figures, as one JSON list to save', access: LOOK,
  query: z.object(wanted), answer: z.array(ruleRowSchema),
}, async ({ query }, asked) => (isAtHome(asked) ? [...await sortedRows(asked, query)] : []))

const problemsRoute = route({
  method: 'get', path: '/rule-problems', summary: 'What is wrong with files of rules, where, and how to mend it; errors first', access: LOOK,
  answer: z.object({ items: z.array(problemSchema), errors: count, warnings: count }),
}, async (_, asked) => {
  if (!isAtHome(asked)) return { items: [], errors: 0, warnings: 0 }
  const { problems } = await asked.services.rules.shelf()
  const sorted = [...problems].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
  return { items: sorted.slice(0, PROBLEMS_LISTED).map(problemView), errors: countOf(problems, 'error'), warnings: countOf(problems, 'warning') }
})

const detailRoute = route({
  method: 'get', path: '/rules/{key}', summary: 'One rule: what it detects, what it found, what people said of it, what to do with it', access: LOOK,
  params: keyParams, answer: ruleSchema,
}, async ({ params: { key } }, asked) => {
  const library = requireHome(asked)
  const shelf = await library.shelf()
  const page = shelf.page(key)
  if (page === null) throw new ApiError('not-found')
  const { store: { ledger }, services: { house } } = asked
  const [{ figuresOf, histogram }, findings] = await Promise.all([
    ruleFigures(asked).then(async figures => ({ figuresOf: figures, histogram: await histogramOfRule(asked, key, figures(key).hits) })),
    eventReader(asked, null).then(reader => newestFindings(reader, key, RULE_FINDINGS)),
  ]).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const stored = new Map((await findingsByIds(ledger.pool, ledger.organisation, findings)).map(each => [each.finding.id, each]))
  return ruleView(page, library, shelf, figuresOf, house.facts, { histogram, findings: findings.flatMap(id => stored.get(id) ?? []).map(each => ({ ...findingRow(each), case: each.caseId })) })
})

const testsRoute = route({
  method: 'get', path: '/rules/{key}/tests', summary: 'Runs the events beside the rule over it', access: LOOK, params: keyParams,
  answer: z.object({ outcome: testsSchema.nullable().describe('null: it has none') }),
}, async ({ params: { key } }, asked) => {
  const shelf = await requireHome(asked).shelf()
  if (!shelf.cards.some(({ summary }) => summary.id === key)) throw new ApiError('not-found')
  return { outcome: shelf.runTests(key) }
})

export const ruleRoutes: readonly ServerRoute[] = [listRoute, exportRoute, problemsRoute, detailRoute, testsRoute]

function countOf(problems: readonly RuleProblem[], severity: RuleProblem['severity']): number {
  return problems.filter(each => each.severity === severity).length
}

async function histogramOfRule(asked: Asked, key: string, { first, last, count: total }: RuleHits): Promise<z.infer<typeof histogramSchema>> {
  const spanUs = spanFor((last ?? 0) - (first ?? 0))
  const buckets = first === null ? [] : await hitsOverTime(await eventReader(asked, null), key, spanUs)
  const timed = buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  return {
    spanSeconds: spanUs / SECOND_US, buckets: buckets.map(bucket => ({ time: formatTime(bucket.time), count: bucket.count })),
    withoutTime: Math.max(0, total - timed), total: Math.max(total, timed),
  }
}

interface Wanted {
  readonly q?: string | undefined
  readonly level?: string | undefined
  readonly set?: string | undefined
  readonly product?: string | undefined
  readonly technique?: string | undefined
  readonly state?: 'enabled' | 'disabled' | undefined
  readonly advice?: string | undefined
  readonly found?: 'something' | 'nothing' | undefined
  readonly sort: (typeof SORTS)[number]
}

async function sortedRows(asked: Asked, query: Wanted): Promise<readonly RuleRow[]> {
  const library = asked.services.rules
  const shelf = await library.shelf()
  const row = rowsOf(library, shelf, await ruleFigures(asked))
  return shelf.cards.map(row).filter(each => isWanted(each, query)).sort(COMPARE[query.sort])
}

function isWanted(row: RuleRow, { q, level, set, product, technique, state, advice, found }: Wanted): boolean {
  return (level === undefined || row.level === level)
    && (set === undefined || row.set === (set === BUILT_IN ? '' : set))
    && (product === undefined || row.logsource?.product === product)
    && (technique === undefined || row.techniques.some(each => each === technique.toUpperCase() || each.startsWith(`${technique.toUpperCase()}.`)))
    && (state === undefined || row.enabled === (state === 'enabled'))
    && (advice === undefined || row.advice === advice)
    && (found === undefined || (row.hits.count > 0) === (found === 'something'))
    && (q === undefined || q.toLowerCase().split(/\s+/).every(word => searchText(row).includes(word)))
}

/** An address cannot tell an empty value from none. */
const BUILT_IN = 'builtin'

function searchText({ title, key, file, techniques, tactics, logsource }: RuleRow): string {
  return [title, key, file, ...techniques, ...tactics, ...Object.values(logsource ?? {})].join('\n').toLowerCase()
}

type Compare = (a: RuleRow, b: RuleRow) => number

const byTitle: Compare = (a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.key < b.key ? -1 : 1)

const COMPARE: Readonly<Record<(typeof SORTS)[number], Compare>> = {
  hits: (a, b) => b.hits.count - a.hits.count || byTitle(a, b),
  last: (a, b) => compareTexts(b.hits.last, a.hits.last) || byTitle(a, b),
  level: (a, b) => severityRank(b.level) - severityRank(a.level) || b.hits.count - a.hits.count || byTitle(a, b),
  title: byTitle,
  // The least precise first: they are what one looks for.
  precision: (a, b) => (a.precision ?? 2) - (b.precision ?? 2) || b.hits.count - a.hits.count || byTitle(a, b),
}

function compareTexts(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0
}
