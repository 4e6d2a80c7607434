import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isPrivateHost } from '../egress/private-address.ts'
import { forward } from '../gateway/forward.ts'
import { publicLookup } from './resolve-host.ts'
import type { RemoteServer } from './server.ts'

/** Headers of the agent that are no business of the server. */
const KEPT_BACK = new Set(['origin', 'referer', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'])

/**
 * Asks a server, at an address of its own. A name that leads into a private network is not connected to, unless it may; redirects are not followed.
 *
 * @throws Error when it cannot be reached, or sends elsewhere
 */
export async function askServer(server: RemoteServer, { method, url = server.url, headers, body, signal }: {
  readonly method: string
  readonly url?: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer | null
  readonly signal: AbortSignal
}): Promise<IncomingMessage> {
  const { origin, pathname, search, hostname } = new URL(url)
  const mayBeInside = server.isPrivate || isPrivateHost(new URL(server.url).hostname)
  const upstream = { url: origin, key: server.key, ...(mayBeInside || isPrivateHost(hostname) ? {} : { lookup: publicLookup }) }
  const answer = await forward(upstream, { method, url: `${pathname}${search}`, headers: sentHeaders(headers) }, body, signal)
  const status = answer.statusCode ?? 0
  if (status < 300 || status >= 400 || status === 304) return answer
  const to = answer.headers.location ?? ''
  answer.destroy()
  throw new Error(`it sends elsewhere (${status} to ${to.slice(0, 200)}), which is not followed; if that is where it is, name that address in noroshi.yaml`)
}

export function sentHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !KEPT_BACK.has(name)))
}
