import { z } from '@hono/zod-openapi'
import type { ServerRoute } from './route.ts'
import { publicRoute, route } from './route.ts'

/** What machines ask of the server itself. */
export function serverRoutes(metricsText: () => Promise<string>): ServerRoute[] {
  return [
    publicRoute({
      method: 'get', path: '/healthz', summary: 'Whether the server answers', access: { public: 'a supervisor has no account, and nothing is told' },
      answer: z.object({ ok: z.literal(true) }),
    }, async () => ({ ok: true })),
    route({
      method: 'get', path: '/metrics', summary: 'Metrics in the text format of Prometheus', media: 'text/plain',
      access: { roles: ['admin'], scope: 'read', organisation: 'none', tlp: 'clear' },
    }, async () => new Response(await metricsText(), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })),
  ]
}
