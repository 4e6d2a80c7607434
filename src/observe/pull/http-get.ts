import { lookup } from 'node:dns'
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isPrivateHost } from '../../platform/private-address.ts'
import { ANSWER_MS, CONTENT_MS, FIRST_ANSWER_MS, REDIRECTS } from './defaults.ts'

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>
  /** Path of authorities in PEM; undefined: those of the system. */
  readonly authority?: string | undefined
  /** Whether addresses that are not of the public net may be asked. */
  readonly allowPrivate: boolean
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** To be read, or destroyed. */
  readonly body: IncomingMessage
}

/**
 * Asks for a URL. A redirection to the same server is followed with all headers, one to another without any that is named by who asks; never one from TLS into
 * the clear.
 *
 * @throws Error with the reason for people; it never holds a header
 */
export async function httpGet(url: URL, { headers, ...options }: GetOptions, signal: AbortSignal): Promise<HttpAnswer> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(CONTENT_MS)])
  let target = url
  let own = headers
  for (let count = 0; ; count++) {
    const body = await requested(target, own, options, late)
    const { statusCode: status = 0, headers: { location } } = body
    if (status < 301 || status > 308 || status === 304 || location === undefined) return { status, headers: body.headers, body }
    body.destroy()
    if (count === REDIRECTS) throw new Error(`more than ${REDIRECTS} redirections`)
    const next = nextOf(target, location)
    if (next.origin !== target.origin) own = {}
    target = next
  }
}

/** Asks for the first time. @throws Error as whoever asks, and when nothing comes in time */
export async function firstAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(FIRST_ANSWER_MS)
  try {
    return await ask(late)
  } catch (cause) {
    throw late.aborted ? new Error(`the server did not answer within ${FIRST_ANSWER_MS / 1_000} seconds`) : cause
  }
}

/** @throws Error where it must not be followed */
function nextOf(from: URL, location: string): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : null
  if (next === null || !/^https?:$/.test(next.protocol)) throw new Error('a redirection to what is no URL')
  if (from.protocol === 'https:' && next.protocol === 'http:') throw new Error(`a redirection into the clear, to ${next.host}`)
  return next
}

function requested(url: URL, headers: GetOptions['headers'], { authority, allowPrivate }: Omit<GetOptions, 'headers'>, signal: AbortSignal): Promise<IncomingMessage> {
  if (!allowPrivate && isPrivateHost(url.hostname)) throw new Error(notPublic(url.hostname))
  const ask = url.protocol === 'https:' ? requestTls : requestPlain
  return new Promise((resolve, reject) => {
    const asking = ask(url, {
      // Nothing is unpacked here: what is packed is opened with limits later.
      headers: { 'user-agent': 'noroshi', 'accept-encoding': 'identity', ...headers }, signal, timeout: ANSWER_MS, agent: false, lookup: allowPrivate ? lookup : publicLookup,
      ...(authority === undefined ? {} : { ca: readFileSync(authority) }),
    }, resolve)
    asking.once('timeout', () => asking.destroy(new Error('the server does not answer')))
    asking.on('error', reject)
    asking.end()
  })
}

/** Names that lead to an address which is not public lead nowhere, whoever answers for them. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0]
    const refused = addresses?.find(({ address }) => isPrivateHost(address))
    if (error !== null || first === undefined) callback(error ?? new Error(`${hostname} has no address`), '', 0)
    else if (refused !== undefined) callback(new Error(notPublic(`${hostname}, which is ${refused.address},`)), '', 0)
    else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function notPublic(host: string): string {
  return `${host} is no address of the public net; say allowPrivate: true if it is meant`
}
