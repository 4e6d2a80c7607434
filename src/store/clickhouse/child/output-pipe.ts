import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'

/** Our end of a named pipe that the engine writes one result into. */
export class OutputPipe {
  readonly bytes: Socket
  readonly #name: string

  constructor(name: string) {
    this.#name = name
    // Without waiting for the writer, and read by the event loop: a blocked read would hold a thread of the pool.
    this.bytes = new Socket({ fd: openSync(name, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false })
  }

  /** Ends the stream behind what is in the pipe, also when the engine never opened it. */
  endOfWriting(): void {
    try {
      closeSync(openSync(this.#name, constants.O_WRONLY | constants.O_NONBLOCK))
    } catch {
      // Nobody reads any more: it has ended.
    }
  }

  /** The engine's next write fails, which ends the query. */
  abandon(): void {
    this.bytes.destroy()
  }
}
