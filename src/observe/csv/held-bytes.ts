/** Bytes held over from block to block. Appending costs amortised constant time a byte, which joining buffers would not. */
export class HeldBytes {
  #bytes: Buffer = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What is held and then the block; the block itself when nothing is. Good until the next {@link keep}. */
  with(block: Buffer): Buffer {
    if (this.#length === 0) return block
    this.#append(block)
    return this.#bytes.subarray(0, this.#length)
  }

  /** Holds what is left of what {@link with} answered, from an index on. */
  keep(all: Buffer, from: number): void {
    if (this.#length === 0) this.#append(all.subarray(from))
    else {
      this.#bytes.copyWithin(0, from, this.#length)
      this.#length -= from
    }
    if (this.#length === 0 && this.#bytes.length > SPARE_BYTES) this.#bytes = Buffer.alloc(0)
  }

  #append(block: Buffer): void {
    const length = this.#length + block.length
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    block.copy(this.#bytes, this.#length)
    this.#length = length
  }
}

/** What is kept allocated when nothing is held. */
const SPARE_BYTES = 1024 * 1024
