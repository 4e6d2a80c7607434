import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { Agent, request as plain } from 'node:http'
import { Agent as SecureAgent, request as secure } from 'node:https'
import type { Upstream } from './application/application.ts'
import { UPSTREAM_SILENCE_MS } from './defaults.ts'

/** Headers that belong to one connection (RFC 9110, 7.6.1), and those that the gateway writes itself. */
const OWN = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host', 'content-length', 'accept-encoding', 'expect', 'authorization', 'x-api-key', 'api-key', 'cookie'])

/** Connections that were looked up under a rule are not shared with those that were not. */
const agents = [false, true].map(() => ({ 'http:': new Agent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) }))

/**
 * Sends a request on, and gives the answer when its head is there.
 *
 * @param body null for a request without one
 * @throws Error when the upstream cannot be reached, or says nothing for too long
 */
export function forward(
  { url, key, lookup }: Pick<Upstream, 'url' | 'key' | 'lookup'>, { method = 'GET', url: path = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer | null, signal: AbortSignal,
): Promise<IncomingMessage> {
  // Of one that names a host, too (RFC 9112, 3.2.2), the path alone: nobody but the configuration says who is asked.
  const { pathname, search } = new URL(path, 'http://gateway')
  const target = new URL(url.replace(/\/+$/, '') + pathname + search)
  const isSecure = target.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const send = isSecure ? secure : plain
    const sent = send(target, { method, headers: sentHeaders(headers, key, body), agent: agents[lookup === undefined ? 0 : 1]![isSecure ? 'https:' : 'http:'], ...(lookup === undefined ? {} : { lookup }), timeout: UPSTREAM_SILENCE_MS }, resolve)
    // Node's own option watches the whole stream, for a tenth of what a request costs here.
    const leave = (): void => void sent.destroy(new Error('aborted', { cause: signal.reason }))
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    sent.on('timeout', () => sent.destroy(new Error('the upstream was silent for too long')))
    sent.on('error', reject).once('close', () => signal.removeEventListener('abort', leave))
    sent.end(body ?? undefined)
  })
}

/** What of the head of an answer is passed on. */
export function passedHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/\s*,\s*/))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name) && !named.has(name)))
}

/** Whether it came compressed, which is never asked for: nothing in it can be judged. */
export function isEncoded({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return (headers['content-encoding'] ?? 'identity') !== 'identity'
}

/** Bodies must be read: none may be compressed. The key stands where the application put its own. */
function sentHeaders(headers: IncomingHttpHeaders, key: string | null, body: Buffer | null): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = { ...passedHeaders(headers), 'accept-encoding': 'identity' }
  if (body !== null) sent['content-length'] = body.length
  if (body !== null && beginsAsJson(body)) {
    // It was read as UTF-8 (RFC 8259, 8.1) as it stands, and nobody is to read it otherwise.
    delete sent['content-encoding']
    if (sent['content-type'] !== undefined) sent['content-type'] = String(sent['content-type']).replace(/;\s*charset=(?!\s*"?utf-8"?\s*(?:;|$))[^;]*/gi, '')
  }
  if (key === null) return sent
  const own = ['x-api-key', 'api-key'].find(name => headers[name] !== undefined)
  return own === undefined ? { ...sent, authorization: `Bearer ${key}` } : { ...sent, [own]: key }
}

function beginsAsJson(body: Buffer): boolean {
  return /^[\t\n\r ]*[[{]/.test(body.toString('latin1', 0, 1_000))
}
