import { createServer as createPlain } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { addressKey } from './address-key.ts'
import type { FetchCallback } from './fetch-callback.ts'
import { closeServer, openServer } from '../platform/http-listening.ts'
import type { Log } from '../platform/log.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { SERVER_LIMITS } from './defaults.ts'

/** Certificate chain and key, in PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

export interface ListenOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** TLS with this; null: plain, which only the machine itself may be served by. */
  readonly tls: Certificate | null
  readonly fetch: FetchCallback
  readonly log: Log
}

export interface Listening {
  readonly port: number
  /** Takes no more requests, lets those under way end, and cuts what does not. */
  close(): Promise<void>
}

/**
 * Opens the port, with bounds on everything that a client may draw out or pile up.
 *
 * @throws NoroshiError `listen-failed`, `bad-certificate`
 */
export async function listen({ host, port, tls, fetch, log }: ListenOptions): Promise<Listening> {
  if (tls === null && !isLoopback(host)) throw new Error(`${host} is served over TLS only`)
  const limits = {
    maxHeaderSize: SERVER_LIMITS.headerBytes,
    headersTimeout: SERVER_LIMITS.headersMs,
    requestTimeout: SERVER_LIMITS.requestMs,
    keepAliveTimeout: SERVER_LIMITS.idleMs,
    connectionsCheckingInterval: SERVER_LIMITS.checkMs,
    requireHostHeader: true,
  }
  const listener: (request: IncomingMessage, response: ServerResponse) => Promise<void> = getRequestListener(fetch, { overrideGlobalObjects: false })
  const answer = (request: IncomingMessage, response: ServerResponse) => void listener(request, response).catch((cause: unknown) => {
    log('error', 'request lost', { cause: messageOf(cause) })
    response.destroy()
  })
  const server = tls === null ? createPlain(limits, answer) : secureServer(limits, tls, answer)
  server.maxConnections = SERVER_LIMITS.connections
  server.maxRequestsPerSocket = SERVER_LIMITS.requestsOfConnection
  boundConnections(server, log)
  refuseBadRequests(server, log)
  await openServer(server, host, port)
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : port, close: () => closeServer(server, SERVER_LIMITS.stopMs) }
}

/** Whether only this machine reaches the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function secureServer(limits: object, { certificate, key }: Certificate, answer: (request: IncomingMessage, response: ServerResponse) => void): Server {
  try {
    return createSecure({ ...limits, cert: certificate, key, minVersion: 'TLSv1.2', handshakeTimeout: SERVER_LIMITS.headersMs }, answer)
  } catch (cause) {
    throw new NoroshiError('bad-certificate', `the certificate cannot be used: ${messageOf(cause)}`, { cause })
  }
}

/** One address cannot take all connections. Streams that break are everyday life. */
function boundConnections(server: Server, log: Log): void {
  const counts = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = addressKey(socket.remoteAddress ?? '')
    const count = (counts.get(address) ?? 0) + 1
    if (count > SERVER_LIMITS.connectionsOfOne) {
      log('warn', 'connection refused', { address, open: count - 1 })
      socket.destroy()
      return
    }
    counts.set(address, count)
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    })
  })
  server.on('drop', () => log('warn', 'connection refused', { open: SERVER_LIMITS.connections }))
}

/** What is no HTTP, too large a head, or late: one short answer, and the connection is closed. */
function refuseBadRequests(server: Server, log: Log): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    log('warn', 'bad request', { address: socket.remoteAddress, code: error.code ?? 'unknown' })
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const status = STATUS[error.code ?? ''] ?? '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    log('info', 'no tls', { address: socket.remoteAddress, code: error.code ?? 'unknown' })
    socket.destroy()
  })
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
