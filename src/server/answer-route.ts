import type { z } from '@hono/zod-openapi'
import { setTimeout as sleep } from 'node:timers/promises'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import { addAudit } from '../store/ledger/audit.ts'
import { isAllowed } from './access.ts'
import { addressKey } from './address-key.ts'
import { checkInput } from './ask.ts'
import type { Asked, Visit } from './context.ts'
import { SERVER_LIMITS, STORE_PAUSE_MS } from './defaults.ts'
import { ApiError } from './errors/api-error.ts'
import type { Authenticate, Identity } from './identity.ts'
import { boundedBody, readJson, refuseAnnounced } from './read-body.ts'
import { jsonOf } from './repeated-answer.ts'
import type { PersonRoute, ServerRoute } from './route.ts'

export interface AnswerOptions {
  readonly authenticate: Authenticate
  /** Counts one request of somebody. @throws ApiError `too-many` */
  limit(key: string): void
  /** Hold every answer against its schema: for tests. */
  readonly checkAnswers?: boolean
}

/** One request through one route: who, whether they may, what they sent, the handler, the answer. Rights come first, so that nothing is told before. */
export async function answerRoute(
  route: ServerRoute, visit: Visit, params: Readonly<Record<string, string>>, { authenticate, checkAnswers, limit }: AnswerOptions,
): Promise<Response> {
  const identity = await authenticate(visit.request)
  visit.who.name = identity?.person.name ?? null
  limit(identity === null ? `address ${addressKey(visit.address)}` : `person ${identity.person.name}`)
  if (!isPersonRoute(route)) {
    return toResponse(route, await route.handle(await inputOf(route, visit, params), limitBody(route, visit)), visit, checkAnswers)
  }
  if (identity === null) throw new ApiError('signed-out')
  if (!isAllowed(route.access, identity.person, identity.scopes, visit.services.marking)) throw new ApiError('not-found')
  requireOwnPage(visit.request, identity)
  const input = await inputOf(route, visit, params)
  const handle = () => route.handle(input, asked(limitBody(route, visit), identity))
  return toResponse(route, await (visit.request.method === 'GET' ? onceMore(handle, visit.request.signal) : handle()), visit, checkAnswers)
}

/** A store that breaks off while it is asked is started again within moments: who only looks need not see that. */
async function onceMore<T>(look: () => Promise<T> | T, gone: AbortSignal): Promise<T> {
  try {
    return await look()
  } catch (cause) {
    if (gone.aborted || !(cause instanceof NoroshiError && cause.code === 'store-unavailable')) throw cause
    await sleep(STORE_PAUSE_MS)
    return look()
  }
}

function isPersonRoute(route: ServerRoute): route is PersonRoute {
  return !('public' in route.access)
}

/** A cookie comes with every request that any page makes; the header only from a page that could read it (OWASP: synchronizer token). */
function requireOwnPage(request: Request, { session }: Identity): void {
  if (session === null || request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers.get('x-noroshi-csrf') !== session.csrf) throw new ApiError('csrf')
}

async function inputOf(route: ServerRoute, { request }: Visit, params: Readonly<Record<string, string>>) {
  const url = new URL(request.url)
  const body = route.body === undefined ? undefined : await readJson(request, SERVER_LIMITS.bodyBytes)
  return checkInput(route, { params, query: Object.fromEntries(url.searchParams), headers: Object.fromEntries(request.headers), body })
}

/** Bytes that are sent reach the handler as they come, and never more than the route takes. */
function limitBody(route: ServerRoute, visit: Visit): Visit {
  if (route.bytes === undefined || visit.request.body === null) return visit
  refuseAnnounced(visit.request, route.bytes.most)
  const { request } = visit
  const body = boundedBody(visit.request.body, route.bytes.most)
  return { ...visit, request: new Request(request.url, { method: request.method, headers: request.headers, body, duplex: 'half', signal: request.signal }) }
}

function asked(visit: Visit, { person, session }: Identity): Asked {
  const { store } = visit.services
  const ledger = { ...store.ledger, organisation: person.organisation }
  return {
    ...visit,
    person,
    session,
    store: { ...store, ledger, actor: person.name },
    audit: (action, subject, details = {}) => inTransaction(ledger.pool, client => addAudit(client, ledger.organisation, {
      person: person.name, action, subject, details: { ...details, request: visit.requestId, address: visit.address },
    })),
  }
}

function toResponse({ answer, status = 200 }: ServerRoute, value: unknown, { answerHeaders }: Visit, checkAnswers: boolean | undefined): Response {
  if (value instanceof Response) {
    const headers = new Headers(value.headers)
    for (const [name, text] of answerHeaders) headers.append(name, text)
    return new Response(value.body, { status: value.status, headers })
  }
  const headers = new Headers(answerHeaders)
  headers.set('cache-control', 'no-store')
  if (status === 204 || answer === undefined) return new Response(null, { status: 204, headers })
  headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(jsonOf(checkAnswers === true ? checked(answer, value) : value), { status, headers })
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (!result.success) throw new Error(`the answer is not what the API says: ${result.error.message}`)
  return value
}
