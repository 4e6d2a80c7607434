import type { EvidenceReadError } from './read-error.ts'
import { asReadError } from './read-error.ts'

/**
 * Pull-based reading of a stream of blocks by whoever parses it. What {@link peek} returns depends on the bytes alone, never on how
 * they were cut into blocks, so that a damaged stream breaks at the same place every time.
 */
export class ByteReader {
  #blocks: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array(0)
  #ended = false
  /** Why the stream ended early; null while it has not, and when it ended as it should. */
  failure: EvidenceReadError | null = null
  /** Bytes skipped so far. */
  position = 0

  constructor(blocks: AsyncIterable<Uint8Array>) {
    this.#blocks = blocks[Symbol.asyncIterator]()
  }

  /** The next `count` bytes, fewer only at the end of the stream; valid until the next call. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#held.length < count && !this.#ended) await this.#fill(count)
    return this.#held.subarray(0, count)
  }

  /** Goes past bytes that {@link peek} has shown. */
  skip(count: number): void {
    this.#held = this.#held.subarray(count)
    this.position += count
  }

  /** Goes past bytes unseen; false when the stream ends before. */
  async pass(count: number): Promise<boolean> {
    while (count > 0) {
      const shown = await this.peek(1)
      if (shown.length === 0) return false
      const step = Math.min(count, this.#held.length)
      this.skip(step)
      count -= step
    }
    return true
  }

  async close(): Promise<void> {
    await this.#blocks.return?.()
  }

  /**
   * The held bytes are copied before the next block is asked for, because the source may use its memory again. Not by `slice`, which
   * copies nothing when the block is a `Buffer`.
   */
  async #fill(count: number): Promise<void> {
    const parts: Uint8Array[] = [new Uint8Array(this.#held)]
    let length = this.#held.length
    while (length < count) {
      const block = await this.#next()
      if (block === null) break
      length += block.length
      parts.push(length < count ? new Uint8Array(block) : block)
    }
    this.#held = parts.length === 2 && parts[0]!.length === 0 ? parts[1]! : Buffer.concat(parts, length)
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const { done, value } = await this.#blocks.next()
      if (done !== true) return value
    } catch (cause) {
      this.failure = asReadError('cannot be read', cause)
    }
    this.#ended = true
    return null
  }
}
