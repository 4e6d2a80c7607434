import type { Server } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { addressKey } from '../address-key.ts'
import { HUB_LIMITS } from './defaults.ts'

/**
 * Connections that have shown no certificate of the hub's authority (yet) are few, of one address and in all: what is known of a connection takes
 * memory, and a stranger needs one for a moment, to be enrolled. Those of sensors are not counted.
 */
export function boundStrangers(server: Server): void {
  const strangers = new Map<string, string>()
  const counts = new Map<string, number>()
  const forget = (connection: string) => {
    const address = strangers.get(connection)
    if (address === undefined) return
    strangers.delete(connection)
    const left = (counts.get(address) ?? 1) - 1
    if (left > 0) counts.set(address, left)
    else counts.delete(address)
  }
  server.on('connection', (socket: Socket) => {
    const address = addressKey(socket.remoteAddress ?? '')
    const connection = connectionOf(socket)
    if ((counts.get(address) ?? 0) >= HUB_LIMITS.strangersOfOne || strangers.size >= HUB_LIMITS.strangers) return void socket.destroy()
    strangers.set(connection, address)
    counts.set(address, (counts.get(address) ?? 0) + 1)
    socket.once('close', () => forget(connection))
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.authorized) forget(connectionOf(socket))
  })
}

function connectionOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
