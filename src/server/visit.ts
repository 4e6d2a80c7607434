import { randomBytes } from 'node:crypto'
import type { Connection } from './fetch-callback.ts'
import { preferredLanguage } from '../model/preferred-language.ts'
import type { Services, Visit } from './context.ts'

/** What is known of a request before anybody asks who sent it. The request id is always ours: one from outside could forge the log. */
export function openVisit(request: Request, bindings: Partial<Connection> | undefined, services: Services): Visit {
  const requestId = randomBytes(9).toString('base64url')
  return {
    requestId,
    language: preferredLanguage(request.headers.get('accept-language') ?? ''),
    address: bindings?.incoming?.socket.remoteAddress ?? 'local',
    request,
    who: { name: null },
    answerHeaders: new Headers({ 'x-request-id': requestId }),
    services,
  }
}
