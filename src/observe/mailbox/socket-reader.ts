import type { Socket } from 'node:net'

/** Reads lines and numbers of bytes from a socket; holds the other end back while nobody reads. */
export class SocketReader {
  readonly #socket: Socket
  #chunks: Buffer[] = []
  #bytes = 0
  #failure: Error | null = null
  #wake: () => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', this.#take)
    socket.on('error', this.#end)
    socket.on('close', this.#end)
    socket.on('timeout', this.#late)
  }

  /** Bytes that were sent and not read yet. */
  get held(): number {
    return this.#bytes
  }

  /** The next line, without its end. @throws Error when it is longer than `most` bytes, and when the connection ends */
  async line(most: number): Promise<Buffer> {
    for (let searched = 0; ;) {
      const all = this.#joined()
      const end = all.indexOf(LF, searched)
      if (end >= 0 && end <= most) {
        this.#rest(all.subarray(end + 1))
        return all.subarray(0, end > 0 && all[end - 1] === CR ? end - 1 : end)
      }
      if (all.length > most) throw new Error(`the server sent a line of more than ${most} bytes`)
      searched = all.length
      await this.#more()
    }
  }

  /** @throws Error when the connection ends before */
  async bytes(count: number): Promise<Buffer> {
    while (this.#bytes < count) await this.#more()
    const all = this.#joined()
    this.#rest(all.subarray(count))
    return all.subarray(0, count)
  }

  /** Leaves the socket to others. */
  detach(): void {
    this.#socket.off('data', this.#take).off('error', this.#end).off('close', this.#end).off('timeout', this.#late)
  }

  #joined(): Buffer {
    const [only] = this.#chunks
    if (this.#chunks.length === 1 && only !== undefined) return only
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  #rest(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#bytes = rest.length
  }

  async #more(): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    const before = this.#bytes
    await new Promise<void>(resolve => {
      this.#wake = resolve
      this.#socket.resume()
    })
    if (this.#bytes === before && this.#failure !== null) throw this.#failure
  }

  readonly #take = (block: Buffer): void => {
    this.#chunks.push(block)
    this.#bytes += block.length
    this.#socket.pause()
    this.#wake()
  }

  readonly #end = (cause?: Error | boolean): void => {
    this.#failure ??= cause instanceof Error ? cause : new Error('the server ended the connection')
    this.#wake()
  }

  readonly #late = (): void => {
    this.#failure ??= new Error('the server does not answer')
    this.#socket.destroy()
    this.#wake()
  }
}

const LF = 0x0a
const CR = 0x0d
