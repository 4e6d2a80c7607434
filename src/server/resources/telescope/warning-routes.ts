import { z } from '@hono/zod-openapi'
import { warningSchema } from '../../../observe/telescope/telescope-schema.ts'
import { warningDigest, warningMessage } from '../../../observe/telescope/warning-message.ts'
import { fingerprintNames } from '../../../store/telescope/fingerprint-names.ts'
import { findWarnings, listWarnings, warningsOfDay } from '../../../store/telescope/warning-store.ts'
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

const params = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits') })

const detailRoute = route({
  method: 'get', path: '/telescope/warnings/{id}', access: LOOK, summary: 'One warning with the packets that it rests on',
  params, answer: warningSchema,
}, ({ params: { id } }, asked) => requireWarning(asked, id))

const messageSchema = z.object({ subject: z.string(), text: z.string(), data: z.record(z.string(), z.unknown()).describe('the same for machines') })
const language = z.enum(['en', 'ja']).optional()

const messageRoute = route({
  method: 'get', path: '/telescope/warnings/{id}/message', access: LOOK, summary: 'The warning as a message to the member, for people and for machines', params, query: z.object({ language }), answer: messageSchema,
}, async ({ params: { id }, query }, asked) => {
  const warning = await requireWarning(asked, id)
  const names = new Map((await fingerprintNames(asked.services.store.ledger)).map(({ fingerprint, name }) => [fingerprint, name]))
  const { subject, text, data } = warningMessage(warning.state === 'closed' ? 'closed' : warning.returns > 0 ? 'reopened' : 'opened', warning, query.language ?? asked.language, names)
  return { subject, text, data: { ...data } }
})

const digestRoute = route({
  method: 'get', path: '/telescope/digest', access: LOOK, summary: 'The warnings of a day as one message, to the asker\'s organisation or to one of the members',
  query: z.object({ day: z.iso.date().optional().describe('UTC; by default yesterday'), member: z.string().max(200).optional().describe('for whoever watches'), language }), answer: messageSchema,
}, async ({ query }, asked) => {
  const { ledger } = asked.services.store
  const day = query.day ?? new Date(asked.services.now() - 86_400_000).toISOString().slice(0, 10)
  const rows = await warningsOfDay(ledger, memberOf(asked) ?? query.member ?? null, day, MOST_OF_DAY)
  const warnings = rows.flatMap(({ body }) => warningSchema.safeParse(body).data ?? [])
  const { subject, text, data } = warningDigest(warnings[0] === undefined || query.member === undefined ? asked.person.organisation : warnings[0].organisation, day, warnings, query.language ?? asked.language)
  return { subject, text, data: { ...data } }
})

/** Warnings of one digest. */
const MOST_OF_DAY = 10_000

/** @throws ApiError `not-found` also for what other members are warned of */
async function requireWarning(asked: Asked, id: string): Promise<z.infer<typeof warningSchema>> {
  const member = memberOf(asked)
  const [found] = await findWarnings(asked.services.store.ledger, [id])
  const warning = found === undefined || (member !== null && found.member !== member) ? undefined : warningSchema.safeParse(found.body).data
  if (warning === undefined) throw new ApiError('not-found')
  return warning
}

/** Whose warnings the asker sees; null: all of them, for whoever belongs to the organisation that watches. */
function memberOf({ person, services }: Asked): string | null {
  return person.organisation === services.store.ledger.organisation ? null : person.organisation
}

export const warningRoutes: readonly ServerRoute[] = [listRoute, detailRoute, messageRoute, digestRoute]
