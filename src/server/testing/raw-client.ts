import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A client that sends what it wants, byte by byte, and keeps what comes back. */
export interface RawClient {
  readonly socket: Socket
  /** All that has come. */
  said(): string
  /** When the other side has closed. */
  readonly closed: Promise<void>
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  const blocks: Buffer[] = []
  socket.on('data', block => blocks.push(block)).on('error', () => {})
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, said: () => Buffer.concat(blocks).toString('latin1'), closed }
}

/** Sends this and waits for the end. */
export async function sendRaw(port: number, bytes: string | Uint8Array, waitMs = 5_000): Promise<string> {
  const client = await rawClient(port)
  client.socket.end(bytes)
  const late = setTimeout(() => client.socket.destroy(), waitMs)
  await client.closed
  clearTimeout(late)
  return client.said()
}
