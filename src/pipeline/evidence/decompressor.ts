import type { Zlib } from 'node:zlib'
import type { Transform } from 'node:stream'

/** What one piece of input gave. */
export interface Decompressed {
  readonly output: readonly Uint8Array[]
  /** Bytes of the piece that were used; the rest does not belong to the compressed stream. */
  readonly consumed: number
  readonly ended: boolean
  /** What is wrong with the piece; null when nothing is. What came out before it is in `output`. */
  readonly failure: string | null
}

/**
 * Drives a decompressor of `node:zlib` piece by piece. Its own stream interface throws away what it has decoded when it meets an
 * error, and says nothing of how much it used.
 */
export class Decompressor {
  readonly #engine: Transform & Zlib
  #output: Uint8Array[] = []
  #ended = false
  #failure: string | null = null
  #wake: () => void = () => {}

  constructor(engine: Transform & Zlib) {
    this.#engine = engine
    engine.on('data', (block: Uint8Array) => this.#output.push(block))
    engine.on('end', () => { this.#ended = true; this.#wake() })
    engine.on('error', error => { this.#failure = error.message; this.#wake() })
  }

  /** The piece must stay as it is until the promise is settled. Not to be called after the end or a failure. */
  async feed(piece: Uint8Array): Promise<Decompressed> {
    const before = this.#engine.bytesWritten
    this.#output = []
    await new Promise<void>(resolve => {
      this.#wake = resolve
      this.#engine.write(piece, () => resolve())
    })
    return { output: this.#output, consumed: this.#engine.bytesWritten - before, ended: this.#ended, failure: this.#failure }
  }

  /** Says that there is no more input; true when the compressed stream was complete. */
  async finish(): Promise<boolean> {
    await new Promise<void>(resolve => {
      this.#wake = resolve
      this.#engine.end()
    })
    return this.#ended
  }

  /** Frees the engine's memory. */
  close(): void {
    this.#engine.destroy()
  }
}
