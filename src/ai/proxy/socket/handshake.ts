import { createHash, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { Duplex } from 'node:stream'
import { isPrivateHost } from '../../egress/private-address.ts'
import { publicLookup } from '../resolve-host.ts'
import type { RemoteServer } from '../server.ts'

/** RFC 6455, §1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const CONNECT_MS = 30_000

/** A connection that has been agreed upon. */
export interface OpenedSocket {
  readonly socket: Duplex
  /** What came with the agreement. */
  readonly head: Buffer
  readonly protocol: string | null
}

/** Whether a request asks for a WebSocket as it should (§4.2.1). */
export function isHandshake({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && /^websocket$/i.test(headers.upgrade ?? '') && headers['sec-websocket-version'] === '13' && /^[\w+/]{22}==$/.test(headers['sec-websocket-key'] ?? '')
}

/** The agreement: no extension, so that nothing is compressed. */
export function agreement(headers: IncomingHttpHeaders, protocol: string | null): string {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${acceptOf(headers['sec-websocket-key'] ?? '')}`]
  return `${[...lines, ...(protocol === null ? [] : [`Sec-WebSocket-Protocol: ${protocol}`])].join('\r\n')}\r\n\r\n`
}

/** Asks a server for a WebSocket. A name that leads into a private network is not connected to, unless it may. @throws Error when it refuses, or cannot be reached */
export function openSocket(server: RemoteServer, headers: IncomingHttpHeaders): Promise<OpenedSocket> {
  const url = new URL(server.url.replace(/^ws/, 'http'))
  const key = randomBytes(16).toString('base64')
  const offered = headers['sec-websocket-protocol']
  const send = url.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const asking = send(url, {
      timeout: CONNECT_MS, ...(server.isPrivate || isPrivateHost(url.hostname) ? {} : { lookup: publicLookup }),
      headers: {
        connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key,
        ...(offered === undefined ? {} : { 'sec-websocket-protocol': offered }), ...(server.key === null ? {} : { authorization: `Bearer ${server.key}` }),
      },
    })
    asking.on('upgrade', (answer, socket, head) => {
      socket.setTimeout(0)
      const { 'sec-websocket-accept': accept, 'sec-websocket-protocol': protocol, 'sec-websocket-extensions': extensions } = answer.headers
      if (accept === acceptOf(key) && extensions === undefined && (protocol === undefined || (offered ?? '').split(/\s*,\s*/).includes(protocol))) return resolve({ socket, head, protocol: protocol ?? null })
      socket.destroy()
      return reject(new Error('it agrees to something else than was asked for'))
    })
    asking.on('response', answer => {
      answer.resume()
      reject(new Error(`it answers ${answer.statusCode} and opens no WebSocket`))
    })
    asking.on('timeout', () => asking.destroy(new Error('it did not answer in time')))
    asking.on('error', reject)
    asking.end()
  })
}

function acceptOf(key: string): string {
  return createHash('sha1').update(key + GUID).digest('base64')
}
