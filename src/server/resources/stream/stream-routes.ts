import { z } from '@hono/zod-openapi'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'

const listenRoute = route({
  method: 'get', path: '/stream', access: LOOK, media: 'text/event-stream', endless: true,
  summary: 'What happens, as it happens, as server-sent events: job, cases, decision, status; reset when what was missed is forgotten',
  headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
}, async ({ headers }, { store, request, services: { resources: { stream } } }) => {
  const body = stream.listen({ organisation: store.ledger.organisation, after: headers['last-event-id'], signal: request.signal })
  if (body === null) throw new ApiError('too-many', { retryAfter: 30 })
  return new Response(body, {
    // A proxy that gathers answers would hold the messages back.
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
})

export const streamRoutes: readonly ServerRoute[] = [listenRoute]
