import { z } from '@hono/zod-openapi'
import { GUARD_LAYERS } from '../../../ai/judge/verdict.ts'
import { POLICY_ACTIONS } from '../../../ai/gateway/policy/policy.ts'
import { queryAnd, queryOr, queryTerm } from '../../../model/query-text.ts'
import { betweenTimes } from '../../../query/between-times.ts'
import { parseQuery } from '../../../query/parse-query.ts'
import type { Query } from '../../../query/query.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import { huntEvents } from '../../../store/events/hunt-events.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import type { Asked } from '../../context.ts'
import { encodeCursor, pageOf, pageQuery } from '../../cursor.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { moment, placeOf } from '../hunts/hunt-routes.ts'
import { LOOK } from '../rights.ts'
import { GATEWAY_DATASET, recordSchema, recordView } from './record-view.ts'

const EVENTS = ['request', 'answer', 'question'] as const

const filters = {
  application: z.string().max(63).optional(),
  verdict: z.enum(POLICY_ACTIONS).optional(),
  layer: z.enum(GUARD_LAYERS).optional(),
  event: z.enum(EVENTS).optional(),
  request: z.string().max(100).optional().describe('of one exchange'),
  lifted: z.enum(['true', 'false']).default('false').describe('only those in which an exception lifted a verdict'),
  from: moment.optional(),
  to: moment.optional(),
}

const listRoute = route({
  method: 'get', path: '/gateway-records', summary: 'Requests to language models and their answers, with what was found and done; the newest first', access: LOOK,
  query: z.object({ ...pageQuery, ...filters }), answer: pageOf(recordSchema),
}, async ({ query: { limit, cursor, ...wanted } }, asked) => {
  const place = cursor === undefined ? null : placeOf(cursor)
  const query = recordsQuery(wanted)
  const reader = await eventReader(asked, query, place === null ? {} : { position: place.position })
  const found = await huntEvents(reader, query, limit + 1, place).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.flatMap(event => recordView(event) ?? []),
    next: last === undefined || found.length <= limit ? null : encodeCursor([reader.scope.position, last.time, last.evidence, last.offset, last.ordinal]),
  }
})

export const gatewayRecordRoutes: readonly ServerRoute[] = [listRoute]

export interface RecordFilter {
  readonly application?: string | undefined
  readonly verdict?: string | undefined
  readonly layer?: string | undefined
  readonly event?: string | undefined
  readonly request?: string | undefined
  readonly lifted?: 'true' | 'false'
  /** Microseconds. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** The newest records of the asker's organisation. */
export async function newestRecords(asked: Asked, filter: RecordFilter, limit: number): Promise<readonly StoredEvent[]> {
  const query = recordsQuery(filter)
  return huntEvents(await eventReader(asked, query), query, limit).catch((cause: unknown) => { throw storeErrorOf(cause) })
}

function recordsQuery({ application, verdict, layer, event, request, lifted = 'false', from, to }: RecordFilter): Query {
  const terms = Object.entries({ application, verdict, event, request }).flatMap(([name, value]) => (value === undefined ? [] : [queryTerm(name, value)]))
  const ofLayer = layer === undefined ? [] : [queryOr(queryTerm('layer', layer), queryTerm('others.layer', layer))]
  const parsed = parseQuery(queryAnd(queryTerm('_dataset', GATEWAY_DATASET), ...terms, ...ofLayer, ...(lifted === 'true' ? ['lifted.exception:*'] : [])))
  if (!parsed.ok) throw new Error(`the query of records is none: ${parsed.error.message}`)
  return betweenTimes(parsed.query, { from, to })
}
