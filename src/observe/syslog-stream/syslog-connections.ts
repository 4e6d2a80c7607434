import type { Server, Socket } from 'node:net'
import { createServer as createPlain } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createServer as createSecure } from 'node:tls'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { handshakeFault } from '../../platform/connection-fault.ts'
import { addressText } from './address-text.ts'
import { CONNECTIONS, CONNECTIONS_OF_ONE, HANDSHAKE_MS, KEEP_ALIVE_MS, WAITING_BYTES } from './defaults.ts'
import { MessageFramer } from './message-framer.ts'
import type { SyslogCertificate } from './certificate.ts'
import type { IsAllowed, Place, SocketPath } from './place.ts'
import { placeText } from './place.ts'
import type { FramedMessages, FramerOf } from './stream-framer.ts'

/**
 * Takes records from connections, over TLS where there is a certificate. A sender is read only as fast as its records are kept: a full disk
 * or a store that is behind stops it, and nothing more of it is in memory than {@link WAITING_BYTES} and one record.
 *
 * @param framerOf what cuts one connection's bytes into records; syslog without it
 * @throws Error when the address cannot be opened
 */
export async function receiveConnections(
  place: Place | SocketPath, certificate: SyslogCertificate | null, spool: StreamSpool, isAllowed: IsAllowed, framerOf: FramerOf = refuse => new MessageFramer(refuse),
): Promise<Receiver> {
  const transport = 'path' in place ? 'unix' : certificate === null ? 'tcp' : 'tls'
  const connections = new Connections(spool, transport, framerOf)
  const server = certificate === null ? createPlain() : createSecure({
    cert: certificate.certificate, key: certificate.key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS,
    ...(certificate.clientAuthority === undefined ? {} : { ca: certificate.clientAuthority, requestCert: true, rejectUnauthorized: true }),
  })
  // Before any handshake: who may not send costs nothing.
  server.on('connection', (socket: Socket) => {
    const address = addressText(socket.remoteAddress)
    const refusal = 'path' in place || isAllowed(address) ? connections.refusal(address) : 'a sender that is not allowed'
    if (refusal !== null) {
      spool.meter.refuse(`${senderText(address)}: ${refusal}`)
      socket.destroy()
    } else connections.opened(socket, address)
  })
  if (certificate === null) server.on('connection', (socket: Socket) => { if (!socket.destroyed) connections.read(socket) })
  else {
    server.on('secureConnection', (socket: Socket) => connections.read(socket))
    server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
      // Of one that is destroyed already no address is known any more.
      spool.meter.refuse(`${addressText(socket.remoteAddress) || 'a sender'}: no TLS: ${handshakeFault(error, socket.authorizationError ?? null)}`)
    })
  }
  const port = await open(server, place)
  return {
    places: [placeText(transport, 'path' in place ? place : { ...place, port })],
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      await connections.close()
      await closed
    },
  }
}

/** The connections of one address that is listened on. */
class Connections {
  readonly #spool: StreamSpool
  readonly #transport: string
  readonly #framerOf: FramerOf
  readonly #open = new Set<Socket>()
  readonly #counts = new Map<string, number>()
  readonly #keeping = new Set<Promise<void>>()

  constructor(spool: StreamSpool, transport: string, framerOf: FramerOf) {
    this.#spool = spool
    this.#transport = transport
    this.#framerOf = framerOf
  }

  /** Why a connection is not taken; null when it is. */
  refusal(address: string): string | null {
    if (this.#spool.meter.connections >= CONNECTIONS) return `more than ${CONNECTIONS} connections`
    return (this.#counts.get(address) ?? 0) >= CONNECTIONS_OF_ONE ? `more than ${CONNECTIONS_OF_ONE} connections of one address` : null
  }

  opened(socket: Socket, address: string): void {
    this.#open.add(socket)
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1)
    this.#spool.meter.connections++
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    // Broken connections are everyday life; what came before is kept.
    socket.on('error', () => {})
    socket.once('close', () => {
      this.#open.delete(socket)
      this.#spool.meter.connections--
      const left = (this.#counts.get(address) ?? 1) - 1
      if (left > 0) this.#counts.set(address, left)
      else this.#counts.delete(address)
    })
  }

  read(socket: Socket): void {
    const sender = addressText(socket.remoteAddress)
    const framer = this.#framerOf(reason => this.#spool.meter.refuse(`${senderText(sender)}: ${reason}`), socket)
    let waiting = 0
    const keep = ({ lines, count }: FramedMessages) => {
      if (count === 0) {
        if (waiting === 0) framer.kept?.()
        return
      }
      const bytes = lines.reduce((sum, { length }) => sum + length, 0)
      waiting += bytes
      if (waiting >= WAITING_BYTES) socket.pause()
      const keeping: Promise<void> = this.#spool.append({ lines, count, received: Date.now() * 1_000, transport: this.#transport, sender: sender === '' ? null : sender })
        .then(() => {
          waiting -= bytes
          if (waiting === 0) framer.kept?.()
          if (waiting < WAITING_BYTES) socket.resume()
        }, () => void socket.destroy())
        .finally(() => this.#keeping.delete(keeping))
      this.#keeping.add(keeping)
    }
    socket.on('error', () => {})
    socket.on('data', (piece: Buffer) => {
      const messages = framer.push(piece)
      if (messages === null) socket.destroy()
      else keep(messages)
    })
    socket.once('close', () => keep(framer.end()))
  }

  /** Cuts the connections; what was read of them is kept, should there be room. */
  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    // One turn: sockets tell that they closed, with what they ended in the middle of.
    await new Promise(resolve => setImmediate(resolve))
    if (this.#spool.state.kind === 'taking') await Promise.all(this.#keeping)
  }
}

/** Who connects by a socket has no address. */
function senderText(address: string): string {
  return address === '' ? 'a program of this machine' : address
}

/** The port; of a socket 0. */
function open(server: Server, place: Place | SocketPath): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place, () => {
      server.off('error', reject)
      server.on('error', () => {})
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
