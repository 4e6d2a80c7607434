import type { TextEncoding } from '../../model/decoder.ts'

/** Finds line ends in raw bytes of one encoding. A line ends at LF; a CR just before it belongs to the end, any other CR to the text. */
export interface LineEnds {
  /** Bytes of one code unit, so of an LF: 1, or 2 in UTF-16. Bytes given must start at a multiple of it in the evidence. */
  readonly unit: 1 | 2
  /** Index of the first LF at or after `from`; -1 when there is none. */
  find(bytes: Buffer, from: number): number
  /** `to` without a CR that ends the text [from, to). */
  trim(bytes: Buffer, from: number, to: number): number
}

export function lineEnds(encoding: TextEncoding): LineEnds {
  if (encoding === 'utf-16le') return doubleByteEnds(0)
  return encoding === 'utf-16be' ? doubleByteEnds(1) : singleByteEnds
}

/** None of the other encodings uses 0x0a or 0x0d within a character (ISO-2022-JP lines end in ASCII: RFC 1468). */
const singleByteEnds: LineEnds = {
  unit: 1,
  find: (bytes, from) => bytes.indexOf(0x0a, from),
  trim: (bytes, from, to) => to > from && bytes[to - 1] === 0x0d ? to - 1 : to,
}

/** @param low which byte of a unit holds its low half */
function doubleByteEnds(low: 0 | 1): LineEnds {
  const high = 1 - low
  return {
    unit: 2,
    find(bytes, from) {
      for (let at = bytes.indexOf(0x0a, from + low); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
        const start = at - low
        if (start % 2 === 0 && start + 1 < bytes.length && bytes[start + high] === 0) return start
      }
      return -1
    },
    trim: (bytes, from, to) => to - 2 >= from && bytes[to - 2 + low] === 0x0d && bytes[to - 2 + high] === 0 ? to - 2 : to,
  }
}

/** Regroups blocks so that no code unit is split between two. Blocks of one-byte units pass through as they are. */
export class UnitBlocks {
  readonly #unit: 1 | 2
  #odd: number | undefined

  constructor(unit: 1 | 2) {
    this.#unit = unit
  }

  /** The whole units so far, with a byte held back from before; the result shares the block's memory where it can. */
  push(block: Uint8Array): Buffer {
    if (this.#unit === 1) return bufferOver(block)
    const joined = this.#odd === undefined ? bufferOver(block) : Buffer.concat([Buffer.of(this.#odd), block])
    const whole = joined.length - joined.length % 2
    this.#odd = whole === joined.length ? undefined : joined[whole]
    return joined.subarray(0, whole)
  }

  /** The half unit left at the end, if any. */
  end(): Buffer {
    return this.#odd === undefined ? Buffer.alloc(0) : Buffer.of(this.#odd)
  }
}

function bufferOver(block: Uint8Array): Buffer {
  return Buffer.from(block.buffer, block.byteOffset, block.byteLength)
}
