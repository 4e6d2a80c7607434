import { once } from 'node:events'
import { Agent } from 'node:http'
import { Socket, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { RESTART_PAUSE_MS, START_MS } from './defaults.ts'
import type { EmbeddedServer } from './embedded-server.ts'

/** Connects to wherever the embedded server listens now, and waits while it is being started again. */
export class ServerAgent extends Agent {
  readonly #server: EmbeddedServer

  constructor(server: EmbeddedServer) {
    super({ keepAlive: true })
    this.#server = server
  }

  override createConnection(...[, callback]: Parameters<Agent['createConnection']>): undefined {
    if (callback !== undefined) void this.#connect(callback)
  }

  async #connect(connected: NonNullable<Parameters<Agent['createConnection']>[1]>): Promise<void> {
    const failed = (error: Error) => ({ error, socket: new Socket() })
    const { error, socket } = await connectTo(this.#server).then(opened => ({ error: null, socket: opened }), failed)
    connected(error, socket)
  }
}

/** That a connection is refused is the first sign that the server died; that it is started again takes a moment more. */
async function connectTo(server: EmbeddedServer): Promise<Socket> {
  const deadline = performance.now() + START_MS
  for (;;) {
    const socket = connect({ port: await server.port(), host: '127.0.0.1', noDelay: true })
    try {
      await once(socket, 'connect')
      return socket
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(RESTART_PAUSE_MS)
    }
  }
}
