import { z } from '@hono/zod-openapi'
import { parseIsoTime } from '../../../model/time.ts'
import { parseAsked } from '../../../register/who/parse-asked.ts'
import { who } from '../../../register/who/who.ts'
import { whoSchema, whoView } from '../../../register/who/who-view.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { LOOK } from '../rights.ts'

const whoRoute = route({
  method: 'get', path: '/who/{address}', access: LOOK,
  summary: 'Whose an address was at a moment: translation, lease, machine, person, place and owner, each with its log line; written down in the audit trail',
  params: z.object({ address: z.string().max(80).describe('192.0.2.7, 198.51.100.1:40001, [2001:db8::7]:443') }),
  query: z.object({ at: z.string().max(40).optional().describe('ISO 8601; now when absent') }),
  answer: whoSchema,
}, async ({ params: { address }, query: { at } }, asked) => {
  const parsed = parseAsked(address)
  if (parsed === null) throw new ApiError('not-found')
  const time = at === undefined ? asked.services.now() * 1_000 : parseIsoTime(at)?.microseconds
  if (time === undefined) throw new ApiError('bad-request', { problem: 'is no time in ISO 8601', field: 'query.at' })
  const { client, scope } = await eventReader(asked, null)
  const answer = whoView(await who({ client, scope, ledger: asked.store.ledger }, { ...parsed, at: time }))
  if (answer.hops.length === 0 && answer.since.length === 0) throw new ApiError('not-found')
  await asked.audit('who.ask', address, { at: answer.asked.at })
  return answer
})

export const whoRoutes: readonly ServerRoute[] = [whoRoute]
