import { z } from '@hono/zod-openapi'
import { warningSchema } from '../../../observe/telescope/telescope-schema.ts'
import { findWarnings, listWarnings } from '../../../store/telescope/warning-store.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'

const cursorSchema = z.tuple([z.string(), z.string()])

const listRoute = route({
  method: 'get', path: '/telescope/warnings', access: LOOK,
  summary: 'Addresses of members that showed themselves in unused space, those seen last first; members see their own, whoever watches sees all',
  query: z.object({ ...pageQuery, state: z.enum(['open', 'closed']).optional(), heldBack: z.enum(['true', 'false']).optional().describe('only those that are likely forged, or none of them') }),
  answer: pageOf(warningSchema.omit({ evidence: true })),
}, async ({ query: { limit, cursor, state, heldBack } }, asked) => {
  const after = cursor === undefined ? null : decodeCursor(cursor, cursorSchema)
  const rows = await listWarnings(asked.services.store.ledger, {
    member: memberOf(asked), state: state ?? null, heldBack: heldBack === undefined ? null : heldBack === 'true', limit: limit + 1, after: after === null ? null : { lastSeen: after[0], id: after[1] },
  })
  const known = rows.flatMap(row => {
    const warning = warningSchema.safeParse(row.body).data
    return warning === undefined ? [] : [{ row, warning }]
  })
  return takePage(known, limit, { key: ({ row }) => [row.lastSeen, row.id], item: ({ warning: { evidence: _, ...warning } }) => warning })
})

const detailRoute = route({
  method: 'get', path: '/telescope/warnings/{id}', access: LOOK, summary: 'One warning with the packets that it rests on',
  params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits') }), answer: warningSchema,
}, async ({ params: { id } }, asked) => {
  const member = memberOf(asked)
  const [found] = await findWarnings(asked.services.store.ledger, [id])
  const warning = found === undefined || (member !== null && found.member !== member) ? undefined : warningSchema.safeParse(found.body).data
  if (warning === undefined) throw new ApiError('not-found')
  return warning
})

/** Whose warnings the asker sees; null: all of them, for whoever belongs to the organisation that watches. */
function memberOf({ person, services }: Asked): string | null {
  return person.organisation === services.store.ledger.organisation ? null : person.organisation
}

export const warningRoutes: readonly ServerRoute[] = [listRoute, detailRoute]
