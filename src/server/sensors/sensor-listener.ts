import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { closeServer, openServer } from '../../platform/http-listening.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { isDiskFull } from '../../pipeline/ingest/disk-full.ts'
import type { Listening } from '../listen.ts'
import { boundStrangers } from './bound-strangers.ts'
import { HUB_LIMITS } from './defaults.ts'
import type { SensorAuthority } from './sensor-authority.ts'

/** One request. */
export interface SensorRequest {
  readonly request: IncomingMessage
  readonly method: string
  /** `/v1/report`. */
  readonly path: string
  /** In a certificate of our authority; null without one. Whether it is still in use is for others to say. */
  readonly sensorId: string | null
}

export interface SensorReply {
  readonly status: number
  readonly body: object
}

export interface SensorListenerOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly authority: SensorAuthority
  answer(request: SensorRequest): Promise<SensorReply>
  readonly log: Log
}

/** The port that sensors report to: TLS 1.3, certificates of both sides by the hub's own authority. @throws NoroshiError `listen-failed` */
export async function listenForSensors({ host, port, authority, answer, log }: SensorListenerOptions): Promise<Listening> {
  const { certificate, key } = authority.hubCertificate(Date.now())
  const server = createServer({
    cert: certificate,
    key,
    ca: [authority.certificate],
    minVersion: 'TLSv1.3',
    // A sensor that is not enrolled yet has none; every other request is refused without one.
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HUB_LIMITS.headersMs,
    maxHeaderSize: HUB_LIMITS.headerBytes,
    headersTimeout: HUB_LIMITS.headersMs,
    requestTimeout: HUB_LIMITS.requestMs,
    keepAliveTimeout: HUB_LIMITS.idleMs,
  }, (request, response) => {
    void reply(request, response).catch((cause: unknown) => {
      log('warn', 'sensor request lost', { address: request.socket.remoteAddress, reason: messageOf(cause) })
      response.destroy()
    })
  })
  server.maxConnections = HUB_LIMITS.connections
  boundStrangers(server)
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    log('info', 'no tls', { address: socket.remoteAddress, code: error.code ?? 'unknown' })
    socket.destroy()
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  await openServer(server, host, port)
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : port, close: () => closeServer(server, HUB_LIMITS.stopMs) }

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answer({ request, method: request.method ?? '', path: request.url ?? '', sensorId: sensorIdOf(request.socket) }).catch((cause: unknown) => {
      if (!request.complete) throw cause
      log('error', 'sensor request failed', { path: request.url, reason: messageOf(cause) })
      return { status: isDiskFull(cause) ? 503 : 500, body: { error: isDiskFull(cause) ? 'disk-full' : 'internal' } }
    })
    // What is left unread would reset the connection before the answer is read.
    if (!request.complete) request.resume()
    const text = JSON.stringify(body)
    if (status === 503) response.setHeader('retry-after', HUB_LIMITS.retrySeconds)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  }
}

/** What the other end's certificate is issued to, when our authority issued it for this use and it holds now. */
function sensorIdOf(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null
  const [, id] = /^CN=([0-9a-f-]{36})$/.exec(socket.getPeerX509Certificate()?.subject ?? '') ?? []
  return id ?? null
}
