import { QUOTED_LINE } from './defaults.ts'
import type { TransferEncoding } from './mail.ts'

/** Undoes a transfer encoding (RFC 2045 §6.7, §6.8), block by block. Whatever is not of it is passed over, or stays as it is: nothing is refused. */
export interface TransferDecoder {
  push(block: Uint8Array): Uint8Array
  /** What was held for more that did not come. */
  end(): Uint8Array
}

export function transferDecoder(encoding: TransferEncoding): TransferDecoder {
  switch (encoding) {
    case 'base64': return new Base64Decoder()
    case 'quoted-printable': return new QuotedPrintableDecoder()
    case 'plain': return { push: block => block, end: () => NOTHING }
  }
}

/** The same of bytes at hand in full. */
export function decodeTransfer(bytes: Uint8Array, encoding: TransferEncoding): Uint8Array {
  const decoder = transferDecoder(encoding)
  return Buffer.concat([decoder.push(bytes), decoder.end()])
}

const NOTHING = new Uint8Array(0)

/** Letters, digits, + and /. Padding ends one run; another may follow, as some programs encode line by line. */
class Base64Decoder implements TransferDecoder {
  #held = 0
  #bits = 0

  push(block: Uint8Array): Uint8Array {
    const output = new Uint8Array(Math.ceil(block.length * 3 / 4) + 3)
    let length = 0
    let held = this.#held
    let bits = this.#bits
    for (const byte of block) {
      const value = BASE64[byte]!
      if (value === PADDING) {
        held = 0
        bits = 0
      } else if (value < 64) {
        held = (held << 6) | value
        bits += 6
        if (bits >= 8) {
          bits -= 8
          output[length++] = held >> bits
          held &= (1 << bits) - 1
        }
      }
    }
    this.#held = held
    this.#bits = bits
    return output.subarray(0, length)
  }

  end(): Uint8Array {
    return NOTHING
  }
}

const PADDING = 64
const BASE64 = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='.indexOf(String.fromCharCode(code))
  return value < 0 ? 255 : value
})

/** Line by line; the end of a line that has none yet is held. */
class QuotedPrintableDecoder implements TransferDecoder {
  #held: Buffer = Buffer.alloc(0)

  push(block: Uint8Array): Uint8Array {
    const all = this.#held.length === 0 ? Buffer.from(block.buffer, block.byteOffset, block.length) : Buffer.concat([this.#held, block])
    let end = all.lastIndexOf(LF) + 1
    // A line without end is cut before what may belong together.
    if (end === 0 && all.length > QUOTED_LINE) end = Math.max(1, all.lastIndexOf(EQUALS, all.length - 1) >= all.length - 3 ? all.lastIndexOf(EQUALS) : all.length)
    this.#held = Buffer.from(all.subarray(end))
    return decodeLines(all.subarray(0, end))
  }

  end(): Uint8Array {
    const held = this.#held
    this.#held = Buffer.alloc(0)
    return decodeLines(held)
  }
}

function decodeLines(lines: Buffer): Uint8Array {
  const output = new Uint8Array(lines.length)
  let length = 0
  for (let at = 0; at < lines.length;) {
    const found = lines.indexOf(LF, at)
    const next = found < 0 ? lines.length : found + 1
    let end = found < 0 ? lines.length : found
    const lineEnd = found < 0 ? 0 : found > at && lines[found - 1] === CR ? 2 : 1
    if (lineEnd === 2) end--
    // Blanks at the end of a line were put there on the way.
    let text = end
    if (found >= 0) while (text > at && (lines[text - 1] === BLANK || lines[text - 1] === TAB)) text--
    const isSoft = text > at && lines[text - 1] === EQUALS
    const last = isSoft ? text - 1 : text
    for (let each = at; each < last; each++) {
      const value = lines[each] === EQUALS && each + 2 < last ? hexAt(lines, each + 1) : -1
      const isEncoded = value >= 0
      output[length++] = isEncoded ? value : lines[each]!
      if (isEncoded) each += 2
    }
    if (!isSoft) for (let each = next - lineEnd; each < next; each++) output[length++] = lines[each]!
    at = next
  }
  return output.subarray(0, length)
}

/** Of two digits; -1 when they are none. */
function hexAt(bytes: Buffer, at: number): number {
  const high = HEX[bytes[at]!]!
  const low = HEX[bytes[at + 1]!]!
  return high > 15 || low > 15 ? -1 : high * 16 + low
}

const HEX = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return value < 0 ? 255 : value
})
const LF = 0x0a
const CR = 0x0d
const EQUALS = 0x3d
const BLANK = 0x20
const TAB = 0x09
