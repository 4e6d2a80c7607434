import { z } from '@hono/zod-openapi'
import { messageSchema, messageView, wholeMessageSchema, wholeMessageView } from '../../../notify/message-view.ts'
import type { PoolClient } from 'pg'
import { acknowledgeMessage, cancelMessage, findMessage, listMessages } from '../../../store/notify/list-messages.ts'
import { addAudit } from '../../../store/ledger/audit.ts'
import { inTransaction } from '../../../store/postgres/transaction.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { requireCase } from '../cases/case-routes.ts'
import { DECIDE, LOOK } from '../rights.ts'
import { idParams } from '../shapes.ts'

const listRoute = route({
  method: 'get', path: '/notifications', summary: 'Messages to people and machines, with what became of them; the newest first', access: LOOK,
  query: z.object({ ...pageQuery, troubled: z.enum(['true', 'false']).default('false').describe('only those that are held or failed') }), answer: pageOf(messageSchema),
}, async ({ query: { limit, cursor, troubled } }, { store: { ledger } }) => page(limit, await listMessages(ledger, { ...beforeOf(cursor), troubled: troubled === 'true', limit: limit + 1 })))

const ofCaseRoute = route({
  method: 'get', path: '/cases/{id}/notifications', summary: 'Everything that was told of a case, under whatever id it had; the newest first', access: LOOK,
  params: idParams, query: z.object(pageQuery), answer: pageOf(messageSchema),
}, async ({ params, query: { limit, cursor } }, { store: { ledger } }) => {
  const caseId = await requireCase(ledger, params.id)
  return page(limit, await listMessages(ledger, { ...beforeOf(cursor), caseId, limit: limit + 1 }))
})

const detailRoute = route({
  method: 'get', path: '/notifications/{id}', summary: 'One message whole, with every try to send it', access: LOOK, params: idParams, answer: wholeMessageSchema,
}, async ({ params: { id } }, { store: { ledger } }) => {
  const found = await findMessage(ledger, id)
  if (found === undefined) throw new ApiError('not-found')
  return wholeMessageView(found)
})

const acknowledgeRoute = route({
  method: 'post', path: '/notifications/{id}/acknowledgement', summary: 'Says that a message was read: reminders and escalation end', access: DECIDE, params: idParams, status: 204,
}, async ({ params: { id } }, asked) => {
  const done = await changing(asked, 'notification.acknowledge', id, client => acknowledgeMessage(client, asked.store.ledger.organisation, id, asked.person.name, asked.services.now()))
  if (!done) throw new ApiError('not-found')
})

const cancelRoute = route({
  method: 'post', path: '/notifications/{id}/cancellation', summary: 'Takes back a message that has not gone out', access: DECIDE, params: idParams, status: 204,
}, async ({ params: { id } }, asked) => {
  const { store: { ledger }, person } = asked
  if (await findMessage(ledger, id) === undefined) throw new ApiError('not-found')
  const done = await changing(asked, 'notification.cancel', id, client => cancelMessage(client, ledger.organisation, id, person.name))
  if (!done) throw new ApiError('conflict')
})

export const notificationRoutes: readonly ServerRoute[] = [listRoute, ofCaseRoute, detailRoute, acknowledgeRoute, cancelRoute]

type Row = Awaited<ReturnType<typeof listMessages>>[number]

function page(limit: number, rows: readonly Row[]) {
  return takePage(rows, limit, { key: row => [row.number], item: messageView })
}

function beforeOf(cursor: string | undefined): { readonly before?: number } {
  return cursor === undefined ? {} : { before: decodeCursor(cursor, z.tuple([z.int().positive()]))[0] }
}

/** A change with its audit record, in one step. */
async function changing({ store: { ledger }, person, requestId, address }: Asked, action: string, id: string, work: (client: PoolClient) => Promise<boolean>): Promise<boolean> {
  return inTransaction(ledger.pool, async client => {
    const done = await work(client)
    if (done) await addAudit(client, ledger.organisation, { person: person.name, action, subject: id, details: { request: requestId, address } })
    return done
  })
}
