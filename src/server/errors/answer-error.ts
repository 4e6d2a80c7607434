import type { Visit } from '../context.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { apiErrorBody, apiErrorOf } from './api-error.ts'

/** The answer to a request that was refused. What the asker must not know goes to the log, under the same request id. */
export function answerError(thrown: unknown, { requestId, language, answerHeaders, request, services, address }: Visit): Response {
  const error = apiErrorOf(thrown)
  if (error.cause !== undefined && error.status >= 500) {
    services.log('error', 'request failed', {
      request: requestId, method: request.method, path: new URL(request.url).pathname, address, code: error.code, cause: messageOf(error.cause),
      stack: error.cause instanceof Error ? error.cause.stack : undefined,
    })
  }
  const headers = new Headers(answerHeaders)
  headers.set('content-type', 'application/json; charset=utf-8')
  headers.set('content-language', language)
  headers.set('cache-control', 'no-store')
  if (error.details.retryAfter !== undefined) headers.set('retry-after', String(Math.ceil(error.details.retryAfter)))
  return new Response(JSON.stringify(apiErrorBody(error, requestId, language)), { status: error.status, headers })
}
