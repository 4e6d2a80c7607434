import { z } from '@hono/zod-openapi'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { DECIDE, LOOK } from '../rights.ts'
import { isAtHome } from '../rules/home.ts'
import { reason } from '../rules/change-routes.ts'
import { uuidParams } from '../shapes.ts'

const questionSchema = z.object({
  id: z.uuid(), askedAt: z.string(), until: z.string(), about: z.enum(['request', 'answer']), request: z.string(), application: z.string(), client: z.string(), model: z.string(),
  upstream: z.string().describe('whom it goes to, or came from: an upstream, a server of tools, another agent'),
  verdicts: z.array(z.object({ layer: z.string(), kind: z.string(), origin: z.string(), reason: z.object({ en: z.string(), ja: z.string() }) })),
  text: z.string().describe('without its secrets; of an answer also the calls of tools with what they are given, where they came whole'), asked: z.string().describe('what an answer that is held was asked for; empty of requests'), tools: z.array(z.string()),
}).openapi('GatewayQuestion')

const listRoute = route({
  method: 'get', path: '/gateway-questions', summary: 'What the gateway holds until a person has decided, the oldest first', access: LOOK,
  answer: z.object({ items: z.array(questionSchema), answers: z.boolean().describe('a gateway runs here') }),
}, async (_, asked) => {
  const desk = deskOf(asked)
  return { items: (desk?.waiting ?? []).map(({ verdicts, tools, ...rest }) => ({ ...rest, verdicts: [...verdicts], tools: [...tools] })), answers: desk !== null }
})

const answerRoute = route({
  method: 'post', path: '/gateway-questions/{id}/answer', summary: 'Lets what is held go on, or refuses it', access: DECIDE, params: uuidParams, status: 204,
  body: z.object({ allowed: z.boolean(), reason }),
}, async ({ params: { id }, body: { allowed, reason: why } }, asked) => {
  const desk = deskOf(asked)
  const question = desk?.waiting.find(each => each.id === id)
  if (desk === null || question === undefined) throw new ApiError('not-found')
  // Before: what is allowed is known to have been.
  await asked.audit('gateway.answer', id, { application: question.application, request: question.request, allowed, reason: why })
  if (desk.answer(id, { allowed, person: asked.person.name, reason: why }) === null) throw new ApiError('conflict', { problem: 'nobody waits for it any more' })
})

export const gatewayQuestionRoutes: readonly ServerRoute[] = [listRoute, answerRoute]

/** The gateway is the installation's: whoever belongs to another organisation sees none. */
function deskOf(asked: Asked) {
  return isAtHome(asked) ? asked.services.gateway?.desk ?? null : null
}
