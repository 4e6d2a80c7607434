import type { Connection } from './fetch-callback.ts'
import { Hono } from 'hono'
import { accessSchema } from './access.ts'
import { addressKey } from './address-key.ts'
import type { AnswerOptions } from './answer-route.ts'
import { answerRoute } from './answer-route.ts'
import { allowsHost } from './allowed-hosts.ts'
import type { Services, Visit } from './context.ts'
import { describeApi } from './describe-api.ts'
import { answerError } from './errors/answer-error.ts'
import { ApiError } from './errors/api-error.ts'
import { isBrokenOff } from './errors/is-broken-off.ts'
import type { Metrics } from './metrics.ts'
import type { ServerRoute } from './route.ts'
import { secureHeaders } from './secure-headers.ts'
import { openVisit } from './visit.ts'

/** What the app is made of. */
export interface AppOptions extends AnswerOptions {
  readonly services: Services
  readonly metrics: Pick<Metrics, 'answered' | 'abandoned'>
  readonly routes: readonly ServerRoute[]
  /** Names, beside addresses and localhost, under which the server may be asked; without a list under any. */
  readonly hosts?: readonly string[]
  /** Everything outside `/api`: the console. Null where there is nothing at that path. */
  readonly page?: (request: Request) => Promise<Response | null>
}

export type AppBindings = { Bindings: Partial<Connection> }

const API_BASE = '/api/v1'

/** Never sent, since nobody is there; nginx has the number. */
const ABANDONED = 499

/**
 * The whole HTTP interface as one function from request to answer.
 *
 * @throws Error for a route without rules of access, and for two routes of one method and path: the server then does not start
 */
export function buildApp(options: AppOptions): Hono<AppBindings> {
  requireRules(options.routes)
  const { services, metrics, hosts } = options
  const app = new Hono<AppBindings>()
  // Half a second of work that most starts never need.
  let document: string | null = null

  /** Everything that is so for every request: refusals, headers, the log, the meter. */
  const answer = async (request: Request, bindings: Partial<Connection> | undefined, name: string | null, work: (visit: Visit) => Promise<Response>) => {
    const started = performance.now()
    const visit = openVisit(request, bindings, services)
    let response: Response
    try {
      if (hosts !== undefined && !allowsHost(request.headers.get('host'), hosts)) throw new ApiError('not-found')
      response = await work(visit)
    } catch (thrown) {
      // Whoever asked has gone away: no error of ours, and nobody reads the answer.
      if ((request.signal.aborted || bindings?.outgoing?.destroyed === true) && isBrokenOff(thrown, request.signal)) {
        if (name !== null) metrics.abandoned(name, request.method)
        services.log('debug', 'request abandoned', { request: visit.requestId, method: request.method, path: new URL(request.url).pathname, person: visit.who.name, address: visit.address })
        return new Response(null, { status: ABANDONED })
      }
      response = answerError(thrown, visit)
    }
    secureHeaders(response.headers, request.url)
    const ms = Math.round((performance.now() - started) * 10) / 10
    if (name === null) return response
    metrics.answered(name, request.method, response.status, ms / 1_000)
    services.log('info', 'request', { request: visit.requestId, method: request.method, path: new URL(request.url).pathname, status: response.status, ms, person: visit.who.name, address: visit.address })
    return response
  }

  app.get(`${API_BASE}/openapi.json`, context => answer(context.req.raw, context.env, '/openapi.json', async visit => {
    options.limit(`address ${addressKey(visit.address)}`)
    document ??= JSON.stringify(describeApi(options.routes, services.version))
    return new Response(document, { headers: { 'content-type': 'application/json; charset=utf-8' } })
  }))
  for (const route of options.routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(route.method.toUpperCase(), `${API_BASE}${path}`, context =>
      answer(context.req.raw, context.env, route.path, visit => answerRoute(route, visit, context.req.param() as Record<string, string>, options)))
  }
  app.all('/api/*', context => answer(context.req.raw, context.env, '(none)', async visit => {
    options.limit(`address ${addressKey(visit.address)}`)
    throw new ApiError('not-found')
  }))
  app.all('*', context => answer(context.req.raw, context.env, null, async ({ request }) => {
    const page = request.method === 'GET' || request.method === 'HEAD' ? await options.page?.(request) ?? null : null
    if (page === null) throw new ApiError('not-found')
    return page
  }))
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
