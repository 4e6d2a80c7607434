import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { accessSchema } from './access.ts'
import type { Services } from './context.ts'
import { describeApi } from './describe-api.ts'
import type { AnswerOptions } from './answer-route.ts'
import { answerRoute } from './answer-route.ts'
import { answerError } from './errors/answer-error.ts'
import { ApiError } from './errors/api-error.ts'
import type { ServerRoute } from './route.ts'
import { openVisit } from './visit.ts'

/** What the app is made of. */
export interface AppOptions extends AnswerOptions {
  readonly services: Services
  readonly routes: readonly ServerRoute[]
  /** Everything outside `/api`: the console. Null where there is nothing at that path. */
  readonly page?: (request: Request) => Promise<Response | null>
}

export type AppBindings = { Bindings: Partial<HttpBindings> }

export const API_BASE = '/api/v1'

/**
 * The whole HTTP interface as one function from request to answer.
 *
 * @throws Error for a route without rules of access, and for two routes of one method and path: the server then does not start
 */
export function buildApp(options: AppOptions): OpenAPIHono<AppBindings> {
  requireRules(options.routes)
  const app = new OpenAPIHono<AppBindings>()
  const document = describeApi(options.routes, options.services.version)
  app.get(`${API_BASE}/openapi.json`, context => context.json(document))
  for (const route of options.routes) {
    app.on(route.method.toUpperCase(), `${API_BASE}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, async context => {
      const visit = openVisit(context.req.raw, context.env, options.services)
      try {
        return await answerRoute(route, visit, context.req.param() as Record<string, string>, options)
      } catch (thrown) {
        return answerError(thrown, visit)
      }
    })
  }
  app.all('/api/*', context => answerError(new ApiError('not-found'), openVisit(context.req.raw, context.env, options.services)))
  app.all('*', async context => {
    const page = context.req.method === 'GET' || context.req.method === 'HEAD' ? await options.page?.(context.req.raw) : null
    return page ?? answerError(new ApiError('not-found'), openVisit(context.req.raw, context.env, options.services))
  })
  return app
}

function requireRules(routes: readonly ServerRoute[]): void {
  const known = new Set<string>()
  for (const { method, path, access } of routes) {
    const name = `${method.toUpperCase()} ${path}`
    const result = accessSchema.safeParse(access)
    if (!result.success) throw new Error(`the route ${name} has no rules of access; the server does not start: ${result.error.message}`)
    if (known.has(name)) throw new Error(`the route ${name} is declared twice`)
    known.add(name)
  }
}
