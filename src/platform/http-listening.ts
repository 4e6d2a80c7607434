import type { Server } from 'node:http'
import { messageOf, NoroshiError } from './noroshi-error.ts'

/** Opens the port. @throws NoroshiError `listen-failed` */
export function openServer(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', cause => reject(new NoroshiError('listen-failed', `cannot listen on ${host} port ${port}: ${messageOf(cause)}`, { cause })))
    server.listen(port, host, resolve)
  })
}

/** Takes no more requests, lets those under way end, and cuts what has not ended after so many milliseconds. */
export async function closeServer(server: Server, stopMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  const patience = setTimeout(() => server.closeAllConnections(), stopMs)
  await closed
  clearTimeout(patience)
}
