import { z } from '@hono/zod-openapi'
import { EXCEPTION_DAYS, MOST_EXCEPTION_DAYS } from '../../../store/gateway/defaults.ts'
import type { VerdictException } from '../../../store/gateway/verdict-exception.ts'
import { addException, endException, findException, listExceptions } from '../../../store/gateway/verdict-exception.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import { formatDate } from '../../people/format-date.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { findEvent } from '../events/event-reader.ts'
import { CHANGE_RULES, LOOK } from '../rights.ts'
import { reason } from '../rules/change-routes.ts'
import { count, id, sha256, uuidParams } from '../shapes.ts'
import { recordView } from './record-view.ts'

const exceptionSchema = z.object({
  id: z.uuid(), mark: z.string(), application: z.string(), layer: z.string(), kind: z.string(), origin: z.string(), event: z.string(), verdict: z.object({ en: z.string(), ja: z.string() }), reason: z.string(),
  person: z.string(), createdAt: z.string(), expiresAt: z.string(), endedAt: z.string().nullable(), endedBy: z.string().nullable(), uses: count, usedAt: z.string().nullable(), holds: z.boolean(),
}).openapi('GatewayException')

const listRoute = route({
  method: 'get', path: '/gateway-exceptions', summary: 'Verdicts of the gateway that people marked as wrong, the newest first; with how often each was lifted', access: LOOK,
  query: z.object(pageQuery), answer: pageOf(exceptionSchema),
}, async ({ query: { limit, cursor } }, { store: { ledger }, services: { now } }) => {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int().positive()]))[0]
  return takePage(await listExceptions(ledger, before, limit + 1), limit, { key: ({ number }) => [number], item: each => exceptionView(each, now()) })
})

const addRoute = route({
  method: 'post', path: '/gateway-exceptions', status: 201, access: CHANGE_RULES, answer: exceptionSchema,
  summary: 'Marks a verdict as wrong: the same text, of the same kind of author, to the same application, is no longer stopped by the same look of that layer; all else stands',
  body: z.object({ event: id, mark: sha256.describe('of the verdict, as the record has it'), reason, days: z.int().min(1).max(MOST_EXCEPTION_DAYS).default(EXCEPTION_DAYS) }),
}, async ({ body: { event, mark, reason: why, days } }, asked) => {
  const { store: { ledger }, person, requestId, address, services } = asked
  const record = await requireRecord(asked, event)
  const verdict = record.verdicts.find(each => each.mark === mark)
  if (verdict === undefined) throw new ApiError('not-found')
  const { layer, kind, origin } = verdict
  const added = await addException(ledger, { mark, application: record.application, layer, kind, origin, event, verdict: verdict.reason, reason: why }, days, {
    person: person.name, details: { request: requestId, address },
  })
  if (added === null) throw new ApiError('conflict', { problem: 'the verdict is lifted already, or too many are' })
  await services.gateway?.exceptions.refresh()
  return exceptionView((await findException(ledger, added))!, services.now())
})

const endRoute = route({
  method: 'delete', path: '/gateway-exceptions/{id}', summary: 'Ends an exception: the verdict stands again', access: CHANGE_RULES, params: uuidParams, status: 204,
}, async ({ params }, { store: { ledger }, person, requestId, address, services }) => {
  if (await findException(ledger, params.id) === undefined) throw new ApiError('not-found')
  if (!await endException(ledger, params.id, { person: person.name, details: { request: requestId, address } })) throw new ApiError('conflict', { problem: 'it holds no longer' })
  await services.gateway?.exceptions.refresh()
})

export const gatewayExceptionRoutes: readonly ServerRoute[] = [listRoute, addRoute, endRoute]

/** @throws ApiError `not-found` for an event that the gateway did not write */
async function requireRecord(asked: Asked, event: string) {
  const found = await findEvent(asked, event).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const record = found === undefined ? null : recordView(found)
  if (record === null) throw new ApiError('not-found')
  return record
}

function exceptionView({ number: _, createdAt, expiresAt, endedAt, usedAt, ...rest }: VerdictException, now: number): z.infer<typeof exceptionSchema> {
  return {
    ...rest, createdAt: formatDate(createdAt), expiresAt: formatDate(expiresAt), endedAt: endedAt === null ? null : formatDate(endedAt), usedAt: usedAt === null ? null : formatDate(usedAt),
    holds: endedAt === null && expiresAt.getTime() > now,
  }
}
