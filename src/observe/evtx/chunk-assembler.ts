import { CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, FILE_SIGNATURE, startsWith } from './layout.ts'

/** A piece of an EVTX file: its header block, or a chunk; shorter only where the file ends. Valid until the next block is pushed. */
export interface Piece {
  /** Byte offset in the file. */
  readonly offset: number
  readonly bytes: Buffer
}

/** Puts a file's blocks, which may be of any size, together to 64 KiB chunks in one buffer; whole ones are not copied. */
export class ChunkAssembler {
  readonly #buffer = Buffer.allocUnsafeSlow(EVTX_CHUNK_BYTES)
  readonly #firstChunk: number
  #filled = 0
  /** Where the piece being filled begins. */
  #offset: number

  /** `firstChunk` is the offset of the file's first chunk, `offset` that of the bytes to come: where a piece begins. */
  constructor(firstChunk: number, offset: number) {
    this.#firstChunk = firstChunk
    this.#offset = offset
  }

  *push(block: Uint8Array): Iterable<Piece> {
    let from = 0
    while (from < block.length) {
      const size = this.#offset < this.#firstChunk ? this.#firstChunk - this.#offset : EVTX_CHUNK_BYTES
      const taken = Math.min(size - this.#filled, block.length - from)
      const bytes = Buffer.from(block.buffer, block.byteOffset + from, taken)
      from += taken
      if (taken === size) {
        yield this.#finish(bytes)
      } else {
        this.#buffer.set(bytes, this.#filled)
        this.#filled += taken
        if (this.#filled === size) yield this.#finish(this.#buffer.subarray(0, size))
      }
    }
  }

  /** What is left when the file ends within a piece. */
  end(): Piece | null {
    return this.#filled === 0 ? null : this.#finish(this.#buffer.subarray(0, this.#filled))
  }

  #finish(bytes: Buffer): Piece {
    const piece = { offset: this.#offset, bytes }
    this.#offset += bytes.length
    this.#filled = 0
    return piece
  }
}

/** Where the first chunk lies: behind the header block, or at once when the file begins with a chunk. */
export function firstChunkOf(head: Uint8Array): number {
  return startsWith(head, CHUNK_SIGNATURE) ? 0 : FILE_BLOCK_BYTES
}

export function isEvtx(head: Uint8Array): boolean {
  return startsWith(head, FILE_SIGNATURE) || startsWith(head, CHUNK_SIGNATURE)
}
