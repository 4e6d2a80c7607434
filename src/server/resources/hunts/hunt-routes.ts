import { z } from '@hono/zod-openapi'
import type { EventPosition } from '../../../model/event-order.ts'
import type { Language } from '../../../model/reason.ts'
import { parseIsoTime } from '../../../model/time.ts'
import type { TimeRange } from '../../../query/between-times.ts'
import { betweenTimes } from '../../../query/between-times.ts'
import { formatQuery } from '../../../query/format-query.ts'
import { META_FIELDS } from '../../../query/meta-fields.ts'
import { parseQuery } from '../../../query/parse-query.ts'
import type { Query } from '../../../query/query.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import type { EventReader } from '../../../store/events/event-reader.ts'
import { fieldNames } from '../../../store/events/field-names.ts'
import { huntEvents } from '../../../store/events/hunt-events.ts'
import { huntSummary } from '../../../store/events/hunt-summary.ts'
import { storedPaths } from '../../../store/ledger/stored-evidence.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, encodeCursor } from '../../cursor.ts'
import { SERVER_LIMITS } from '../../defaults.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { eventSchema, eventView } from '../events/event-view.ts'
import { LOOK } from '../rights.ts'
import { FIELDS_KNOWN, FIELDS_OFFERED, QUERY_AUDITED } from './defaults.ts'
import { histogramOf, histogramSchema } from './histogram.ts'
import { huntTable, huntTableSchema } from './hunt-table.ts'
import { problemOf } from './problem-words.ts'

const huntId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'may hold letters, digits, - and _; at most 64')

export const moment = z.string().max(40).transform((text, context) => {
  const time = parseIsoTime(text)
  if (time !== null) return time.microseconds
  context.addIssue('must be a time like 2026-11-22T10:00:00Z')
  return z.NEVER
})

const huntBody = z.object({
  query: z.string().describe('docs/hunt-language.md'),
  from: moment.optional().describe('only events from this time'),
  to: moment.optional().describe('only events before this time'),
  limit: z.int().min(1).max(SERVER_LIMITS.mostListed).default(SERVER_LIMITS.listLimit),
  cursor: z.string().max(2_000).optional(),
  id: huntId.optional().describe('a name to cancel it by; a new hunt of the same name takes the place of the one that runs'),
  want: z.enum(['both', 'events', 'histogram']).default('both').describe('the histogram takes longer than the newest events'),
})

const eventsAnswer = z.object({
  events: z.array(eventSchema).describe('the newest first, those without time last'),
  next: z.string().nullable(),
  histogram: histogramSchema.nullable().describe('on the first page'),
  readAs: z.string().describe('the query as it was understood'),
}).openapi('HuntEvents')

const huntRoute = route({
  method: 'post', path: '/hunts', access: LOOK, body: huntBody, answer: z.union([eventsAnswer, huntTableSchema]),
  summary: 'Searches all stored events: the events a query finds, or what its pipe makes of them. Ends when its client is gone',
}, async ({ body }, asked) => {
  const query = betweenTimes(parsed(body.query, asked.language), body)
  const { person, request, services: { resources: { hunts } } } = asked
  const owner = `${person.organisation}/${person.name}`
  if (body.cursor === undefined) await asked.audit('hunt', body.query.slice(0, QUERY_AUDITED))
  const hunted = await hunts.run(owner, body.id ?? asked.requestId, request.signal, signal => hunt(asked, query, body, signal))
  if (hunted === null) throw new ApiError('too-many', { problem: 'too many of your hunts are running; cancel one', retryAfter: 1 })
  return hunted
})

const cancelRoute = route({
  method: 'delete', path: '/hunts/{id}', summary: 'Stops a hunt of one\'s own', access: LOOK, params: z.object({ id: huntId }), status: 204,
}, async ({ params: { id } }, { person, services: { resources: { hunts } } }) => {
  if (!hunts.cancel(`${person.organisation}/${person.name}`, id)) throw new ApiError('not-found')
  return new Response(null, { status: 204 })
})

const fieldsRoute = route({
  method: 'get', path: '/hunts/fields', summary: 'Names of fields that begin so, the most frequent first', access: LOOK,
  query: z.object({ prefix: z.string().max(200).default('') }), answer: z.object({ fields: z.array(z.string()) }),
}, async ({ query: { prefix } }, asked) => {
  const reader = await eventReader(asked, null)
  const names = await fieldNames(reader, FIELDS_KNOWN).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const begin = prefix.toLowerCase()
  return { fields: [...names, ...META_FIELDS].filter(name => name.toLowerCase().startsWith(begin)).slice(0, FIELDS_OFFERED) }
})

export const huntRoutes: readonly ServerRoute[] = [huntRoute, cancelRoute, fieldsRoute]

/** @throws ApiError `unprocessable` that points at the place */
function parsed(text: string, language: Language): Query {
  const result = parseQuery(text)
  if (result.ok) return result.query
  throw new ApiError('unprocessable', { problem: problemOf(result.error, language), at: result.error.position, field: 'body.query' })
}

type Wanted = Pick<z.output<typeof huntBody>, 'limit' | 'cursor' | 'want'> & TimeRange

async function hunt(asked: Asked, query: Query, wanted: Wanted, signal: AbortSignal): Promise<z.input<typeof eventsAnswer> | z.input<typeof huntTableSchema>> {
  const place = wanted.cursor === undefined ? null : placeOf(wanted.cursor)
  const reader = await eventReader(asked, query, { signal, ...(place === null ? {} : { position: place.position }) })
  try {
    if (query.pipe !== null) return huntTable(await huntSummary(reader, query), formatQuery(query))
    return await eventsOf(asked, reader, query, wanted, place)
  } catch (cause) {
    if (signal.aborted) throw new ApiError('conflict', { problem: 'the hunt was cancelled' }, { cause })
    throw storeErrorOf(cause)
  }
}

async function eventsOf(
  { store }: Asked, reader: EventReader, query: Query, { limit, want, from, to }: Wanted, place: Place | null,
): Promise<z.input<typeof eventsAnswer>> {
  const [found, histogram] = await Promise.all([
    want === 'histogram' ? [] : huntEvents(reader, query, limit + 1, place),
    want === 'events' || place !== null ? null : histogramOf(reader, query, { from, to }),
  ])
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const paths = await storedPaths(store.ledger, [...new Set(shown.map(({ evidence }) => evidence))])
  const { position } = reader.scope
  return {
    events: shown.map(event => eventView(event, paths)),
    next: last === undefined || found.length <= limit ? null : encodeCursor([position, last.time, last.evidence, last.offset, last.ordinal]),
    histogram,
    readAs: formatQuery(query),
  }
}

/** Where a page ended, and as of when: what is ingested meanwhile does not move the pages that follow. */
export interface Place extends EventPosition {
  readonly position: number
}

export function placeOf(cursor: string): Place {
  const [position, time, evidence, offset, ordinal] = decodeCursor(cursor, z.tuple([
    z.int().nonnegative(), z.int().nonnegative().nullable(), z.string().regex(/^[0-9a-f]{64}$/), z.int().nonnegative(), z.int().nonnegative(),
  ]))
  return { position, time, evidence, offset, ordinal }
}
