import { z } from '@hono/zod-openapi'
import { atLeast } from '../../../store/accounts/person.ts'
import { decisionSchema as givenDecision } from '../../../store/decisions/decision.ts'
import { decisionById, decisionsOf } from '../../../store/decisions/decision-history.ts'
import { recordDecision, withdrawDecision } from '../../../store/decisions/record-decision.ts'
import { verdictRules } from '../../../triage/index.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { DECIDE, LOOK } from '../rights.ts'
import { idParams } from '../shapes.ts'
import { requireCase } from './case-routes.ts'
import { decisionSchema, decisionView } from './case-view.ts'

/** Made by the client before it sends, so that what is sent twice, after a broken connection, is entered once. */
const key = z.string().min(1).max(200)

const historyRoute = route({
  method: 'get', path: '/cases/{id}/decisions', summary: 'All that people entered about a case, what was taken back included; the newest first', access: LOOK,
  params: idParams, query: z.object(pageQuery), answer: pageOf(decisionSchema),
}, async ({ params, query: { limit, cursor } }, { store: { ledger } }) => {
  const current = await requireCase(ledger, params.id)
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor, z.tuple([z.int()]))[0]
  const rows = (await decisionsOf(ledger, current)).filter(decision => decision.id < before)
  return takePage(rows, limit, { key: row => [row.id], item: decisionView })
})

const enterRoute = route({
  method: 'post', path: '/cases/{id}/decisions', summary: 'Enters what a person decides; sent twice under one key it is entered once', access: DECIDE, status: 201,
  params: idParams, body: z.intersection(givenDecision, z.object({ key })), answer: z.object({ decision: decisionSchema }),
}, async ({ params, body: { key: name, ...decision } }, asked) => {
  const stored = await recordDecision(asked.store.ledger, params.id, givenDecision.parse(decision), { person: asked.person.name, key: name }, verdictRules)
  void asked.services.resources.changes.look()
  return { decision: decisionView(stored) }
})

const withdrawRoute = route({
  method: 'post', path: '/decisions/{number}/withdrawal', summary: 'Takes a decision back; what held before holds again, and both stay in the history', access: DECIDE, status: 201,
  params: z.object({ number: z.coerce.number().int().min(1) }), body: z.object({ key }), answer: z.object({ decision: decisionSchema }),
}, async ({ params: { number }, body }, asked) => {
  await requireOwnOrLead(asked, number)
  const stored = await withdrawDecision(asked.store.ledger, number, { person: asked.person.name, key: body.key }, verdictRules)
  void asked.services.resources.changes.look()
  return { decision: decisionView(stored) }
})

export const decisionRoutes: readonly ServerRoute[] = [historyRoute, enterRoute, withdrawRoute]

/** What somebody else decided is taken back by a lead only. */
async function requireOwnOrLead({ store: { ledger }, person }: Asked, number: number): Promise<void> {
  const decision = await decisionById(ledger.pool, ledger.organisation, number)
  if (decision.person !== person.name && !atLeast('lead').includes(person.role)) throw new ApiError('not-found')
}
