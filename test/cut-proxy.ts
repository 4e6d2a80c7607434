import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A network between two programs that can be cut. */
export class CutProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isDown = false
  /** Bytes that went to the target. */
  bytes = 0

  /** @param target port on this machine */
  static async to(target: number): Promise<CutProxy> {
    const proxy = new CutProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  private constructor(target: number) {
    this.#server = createServer(near => {
      if (this.#isDown) return void near.destroy()
      const far = connect(target, '127.0.0.1')
      near.on('data', (block: Buffer) => { this.bytes += block.length })
      near.pipe(far).pipe(near)
      for (const [socket, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(socket)
        socket.on('error', () => {})
        socket.once('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
      }
    })
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Nothing comes through until {@link up}. */
  down(): void {
    this.#isDown = true
    this.cut()
  }

  up(): void {
    this.#isDown = false
  }

  close(): void {
    this.down()
    this.#server.close()
  }
}
