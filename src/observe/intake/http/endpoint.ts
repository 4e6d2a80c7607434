import { createServer as createPlain } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { Socket } from 'node:net'
import { closeServer, openServer } from '../../../platform/http-listening.ts'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { releaseMemory } from '../../../platform/release-memory.ts'
import { INTAKE_LIMITS } from '../defaults.ts'
import type { MemoryBudget } from '../memory-budget.ts'
import { readContent } from '../read-content.ts'
import type { Credentials } from './credentials.ts'
import type { IntakeAnswer, IntakeProtocol } from './exchange.ts'

export interface EndpointOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** In PEM; null: without TLS. */
  readonly tls: { readonly certificate: string; readonly key: string } | null
  readonly protocol: IntakeProtocol
  readonly credentials: Credentials
  /** Shared with other endpoints. */
  readonly budget: MemoryBudget
  /** Whether what is sent can be kept now; asked before a body is read. */
  isTaking(): boolean
  /** Told of each request that was not as its protocol says. */
  onTrouble(reason: string): void
  /** Told when connections come and go. */
  onConnections(open: number): void
}

export interface Endpoint {
  readonly port: number
  /** Takes no more requests, lets those under way end, and cuts what does not. */
  close(): Promise<void>
}

/**
 * Opens a port at which clients of one protocol send, with bounds on what they may draw out or pile up.
 *
 * @throws NoroshiError `listen-failed`, `bad-certificate`
 */
export async function openEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const server = makeServer(options.tls, (request, response) => void serve(options, request, response))
  server.maxConnections = INTAKE_LIMITS.connections
  let open = 0
  server.on('connection', (socket: Socket) => {
    options.onConnections(++open)
    socket.once('close', () => options.onConnections(--open))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    options.onTrouble(`no HTTP request: ${error.code ?? 'unknown'}`)
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    options.onTrouble(`no TLS: ${error.code ?? 'unknown'}`)
    socket.destroy()
  })
  await openServer(server, options.host, options.port)
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : options.port, close: () => closeServer(server, INTAKE_LIMITS.stopMs) }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

function makeServer(tls: EndpointOptions['tls'], listener: Listener): Server {
  const limits = {
    maxHeaderSize: INTAKE_LIMITS.headerBytes,
    headersTimeout: INTAKE_LIMITS.headersMs,
    requestTimeout: INTAKE_LIMITS.requestMs,
    keepAliveTimeout: INTAKE_LIMITS.idleMs,
    connectionsCheckingInterval: INTAKE_LIMITS.checkMs,
  }
  if (tls === null) return createPlain(limits, listener)
  try {
    return createSecure({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2', handshakeTimeout: INTAKE_LIMITS.headersMs }, listener)
  } catch (cause) {
    throw new NoroshiError('bad-certificate', `the certificate cannot be used: ${messageOf(cause)}`, { cause })
  }
}

/** Whatever happens, there is one answer, if the sender is still there. */
async function serve(options: EndpointOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.on('error', () => {})
  response.on('error', () => {})
  try {
    send(request, response, await answerTo(options, request))
  } catch (cause) {
    options.onTrouble(`a request failed: ${messageOf(cause)}`)
    send(request, response, options.protocol.refuse('error', request.headers))
  }
}

async function answerTo({ protocol, credentials, budget, isTaking, onTrouble }: EndpointOptions, request: IncomingMessage): Promise<IntakeAnswer> {
  const { method = 'GET', headers } = request
  const { path, query } = target(request.url ?? '/')
  const shown = protocol.isOpen(method, path) ? 'good' : credentials.check(headers.authorization)
  if (shown !== 'good') {
    onTrouble(shown === 'no-credentials' ? 'a request without credentials' : 'a request with credentials that are not known')
    return protocol.refuse(shown, headers)
  }
  const isSending = method === 'POST' || method === 'PUT'
  if (isSending && !isTaking()) return protocol.refuse('full', headers)
  if (Number(headers['content-length'] ?? 0) > INTAKE_LIMITS.bodyBytes) return protocol.refuse('too-large', headers)
  const read = await readContent(request, headers['content-encoding'], INTAKE_LIMITS, budget)
  if ('refused' in read) {
    if (read.refused !== 'no-memory') onTrouble(`a request's body was refused: ${read.refused}`)
    return protocol.refuse(read.refused, headers)
  }
  try {
    return await protocol.answer({ method, path, query, headers, sender: request.socket.remoteAddress ?? null, content: read.content })
  } finally {
    budget.giveBack(read.heldBytes)
    releaseMemory(read.content)
  }
}

function target(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  return { path: decoded(path), query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)) }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A body that was not read to its end ends the connection: nobody knows where the next request begins. */
function send(request: IncomingMessage, response: ServerResponse, { status, headers = {}, body }: IntakeAnswer): void {
  if (response.headersSent || response.destroyed) return
  const bytes = typeof body === 'string' ? Buffer.from(body) : body ?? Buffer.alloc(0)
  response.writeHead(status, { ...headers, ...request.complete ? {} : { connection: 'close' }, 'content-length': String(bytes.length) })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}
