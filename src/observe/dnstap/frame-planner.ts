import type { Chunk, Planner } from '../../model/decoder.ts'
import { CHUNK_BYTES, CHUNK_RECORDS } from '../../model/decoder.ts'
import { frameSize } from './frame-splitter.ts'

/** Cuts a file of frames between them. Where they cannot be followed any more the rest is of the last chunk. */
export class FramePlanner implements Planner {
  readonly #chunkBytes: number
  readonly #chunks: { readonly from: number; readonly firstRecord: number }[] = [{ from: 0, firstRecord: 0 }]
  /** Bytes seen, and where the next frame begins. */
  #seen = 0
  #next = 0
  /** What is known of the next frame's head. */
  #head = Buffer.alloc(0)
  #records = 0
  #isLost = false

  constructor(chunkBytes = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes
  }

  push(block: Uint8Array): void {
    const start = this.#seen
    this.#seen += block.length
    while (!this.#isLost && this.#next + this.#head.length < this.#seen) {
      const size = frameSize(this.#head)
      const at = this.#next + this.#head.length - start
      // All of a head: a whole frame has no less.
      this.#head = Buffer.concat([this.#head, block.subarray(at, at + (size.kind === 'more' ? size.bytes - this.#head.length : 0))])
      this.#pass()
    }
  }

  end(): Chunk[] {
    return this.#chunks.map(({ from, firstRecord }, number) => ({ number, from, to: this.#chunks[number + 1]?.from ?? this.#seen, firstRecord }))
  }

  /** Goes on to the next frame once the head says where it is. */
  #pass(): void {
    const size = frameSize(this.#head)
    if (size.kind === 'more') return
    if (size.kind === 'fault') {
      this.#isLost = true
      return
    }
    const { from, firstRecord } = this.#chunks.at(-1)!
    const isFull = this.#next + size.bytes - from > this.#chunkBytes || this.#records - firstRecord === CHUNK_RECORDS
    if (isFull && this.#next > from) this.#chunks.push({ from: this.#next, firstRecord: this.#records })
    if (size.kind === 'data') this.#records++
    this.#next += size.bytes
    this.#head = Buffer.alloc(0)
  }
}
