import { z } from '@hono/zod-openapi'
import { SEVERITIES } from '../../../model/severity.ts'
import { caseTimeline, timelineKey } from '../../../pipeline/cases/case-timeline.ts'
import { readCase } from '../../../pipeline/cases/read-case.ts'
import { whoseAddresses, whoseSchema } from '../../../register/who/whose.ts'
import { listCases } from '../../../store/cases/list-cases.ts'
import { findingsOfCase } from '../../../store/cases/read-findings.ts'
import { resolveCase } from '../../../store/cases/resolve-case.ts'
import { STATUSES } from '../../../store/decisions/decision.ts'
import type { Ledger } from '../../../store/ledger/ledger.ts'
import { verdictRules } from '../../../triage/index.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { CASE_FINDINGS_LISTED } from '../defaults.ts'
import { eventReader } from '../events/event-reader.ts'
import { findingRow, findingRowSchema } from '../findings/finding-view.ts'
import { LOOK } from '../rights.ts'
import { id, idParams } from '../shapes.ts'
import { caseDetail, caseDetailSchema, caseRowSchema, caseRowView, timelineEntrySchema, timelineEntryView } from './case-view.ts'

const listRoute = route({
  method: 'get', path: '/cases', summary: 'The queue: the most urgent first', access: LOOK,
  query: z.object({
    ...pageQuery,
    status: oneOrMore(STATUSES).optional().describe('one or more, with commas'),
    severity: oneOrMore(SEVERITIES).optional().describe('one or more, with commas'),
    minPriority: z.coerce.number().int().min(0).max(100).optional(),
    owner: z.string().max(200).optional().describe('empty: those that nobody has'),
    q: z.string().max(1_000).optional().describe('somewhere in the title or an entity, without regard to case'),
  }),
  answer: pageOf(caseRowSchema),
}, async ({ query }, { store, services: { resources: { answers } } }) => answers.of(store.ledger, ['queue', query], async () => {
  const { limit, cursor, status, severity, minPriority, owner, q } = query
  const after = cursor === undefined ? undefined : keyOf(cursor)
  const rows = await listCases(store.ledger, {
    after,
    limit: limit + 1,
    ...(status === undefined ? {} : { status }),
    ...(severity === undefined ? {} : { severity }),
    ...(minPriority === undefined ? {} : { minPriority }),
    ...(owner === undefined ? {} : { owner }),
    ...(q === undefined ? {} : { text: q }),
  })
  return takePage(rows, limit, { key: row => [row.priority, row.id], item: caseRowView })
}))

const detailRoute = route({
  method: 'get', path: '/cases/{id}', summary: 'One case, by its id or one it had earlier: why there is it, and what people entered', access: LOOK,
  params: idParams, answer: caseDetailSchema,
}, async ({ params }, { store: { ledger }, services: { house, resources: { answers } } }) => answers.of(ledger, ['case', params.id], async () => {
  const found = await readCase(ledger, params.id, verdictRules)
  if (found === undefined) throw new ApiError('not-found')
  return caseDetail(found, await findingsOfCase(ledger.pool, ledger.organisation, found.case.id, 0, CASE_FINDINGS_LISTED), house.facts)
}))

const whoseRoute = route({
  method: 'get', path: '/cases/{id}/whose', summary: 'Whose the first addresses of a case were when it began, as logs and the register tell now', access: LOOK,
  params: idParams, answer: z.object({ items: z.array(whoseSchema) }),
}, async ({ params }, asked) => {
  const { store: { ledger } } = asked
  const found = await readCase(ledger, params.id, verdictRules)
  if (found === undefined) throw new ApiError('not-found')
  const { client, scope } = await eventReader(asked, null)
  const { entities, firstSeen } = found.case
  return { items: firstSeen === null ? [] : await whoseAddresses({ client, scope, ledger }, entities, firstSeen) }
})

const findingsRoute = route({
  method: 'get', path: '/cases/{id}/findings', summary: 'The findings of a case, by time', access: LOOK,
  params: idParams, query: z.object(pageQuery), answer: pageOf(findingRowSchema),
}, async ({ params, query: { limit, cursor } }, { store: { ledger } }) => {
  const current = await requireCase(ledger, params.id)
  const from = cursor === undefined ? 0 : decodeCursor(cursor, z.tuple([z.int().min(0).max(MOST_PLACES)]))[0] + 1
  const rows = await findingsOfCase(ledger.pool, ledger.organisation, current, from, limit + 1)
  return takePage(rows, limit, { key: row => [row.place], item: findingRow })
})

const timelineRoute = route({
  method: 'get', path: '/cases/{id}/timeline', summary: 'The events of a case\'s findings, by time; those without time last', access: LOOK,
  params: idParams, query: z.object(pageQuery), answer: pageOf(timelineEntrySchema),
}, async ({ params, query: { limit, cursor } }, { store: { ledger } }) => {
  const current = await requireCase(ledger, params.id)
  const rows = await caseTimeline(ledger, current, cursor === undefined ? undefined : timelinePlace(cursor), limit + 1)
  const key = (entry: typeof rows[number]) => {
    const { time, evidence, offset, ordinal, finding } = timelineKey(entry)
    return [time, evidence, offset, ordinal, finding]
  }
  return takePage(rows, limit, { key, item: timelineEntryView })
})

/** Findings of one case, beyond any that there are. */
const MOST_PLACES = 1_000_000_000

export const caseRoutes: readonly ServerRoute[] = [listRoute, detailRoute, whoseRoute, findingsRoute, timelineRoute]

/** The id that a case has now. @throws ApiError `not-found` */
export async function requireCase({ pool, organisation }: Ledger, wanted: string): Promise<string> {
  const current = await resolveCase(pool, organisation, wanted)
  if (current === undefined) throw new ApiError('not-found')
  return current
}

function oneOrMore<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.string().max(200).transform(text => text.split(',')).pipe(z.array(z.enum(words)))
}

function keyOf(cursor: string): { readonly priority: number; readonly id: string } {
  const [priority, last] = decodeCursor(cursor, z.tuple([z.int().min(0).max(100), id]))
  return { priority, id: last }
}

function timelinePlace(cursor: string) {
  const [time, evidence, offset, ordinal, finding] = decodeCursor(cursor, z.tuple([
    z.int().nullable(), z.string(), z.int().nonnegative(), z.int().nonnegative(), id,
  ]))
  return { time, evidence, offset, ordinal, finding }
}
