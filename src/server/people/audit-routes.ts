import { z } from '@hono/zod-openapi'
import { atLeast } from '../../store/accounts/person.ts'
import { auditPage } from '../../store/ledger/audit.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../cursor.ts'
import type { ServerRoute } from '../route.ts'
import { route } from '../route.ts'
import { formatDate } from './format-date.ts'

const entrySchema = z.object({
  number: z.int(), at: z.string(), person: z.string(), action: z.string(), subject: z.string(), details: z.record(z.string(), z.unknown()),
})

/** Who did what: sign-ins, changes, and every read of evidence. */
export const auditRoutes: readonly ServerRoute[] = [
  route({
    method: 'get', path: '/audit', summary: 'Who did what, the newest first', access: { roles: atLeast('lead'), scope: 'admin', organisation: 'own', tlp: 'data' },
    query: z.object(pageQuery), answer: pageOf(entrySchema),
  }, async ({ query: { limit, cursor } }, { store }) => {
    const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int()]))[0]
    return takePage(await auditPage(store.ledger, before, limit + 1), limit, {
      key: ({ number }) => [number],
      item: ({ number, at, person, action, subject, details }) => ({ number, at: formatDate(at), person, action, subject, details }),
    })
  }),
]
