import type { TextEncoding } from '../../model/decoder.ts'

/** Stands for bytes that are part of a character outside ASCII, or padding: never structure, white space or an escape's end. */
export const FILLER = 0xff

/**
 * A view of text in which every byte that looks like ASCII is ASCII, at the same offsets, so that structure (brackets, quotes,
 * delimiters) can be found byte by byte in any encoding. It keeps what it knows between blocks; the block itself is never changed.
 * UTF-8 and EUC-JP need no view.
 */
export function structureView(encoding: TextEncoding): (block: Buffer) => Buffer {
  switch (encoding) {
    case 'utf-16le': return utf16View(0)
    case 'utf-16be': return utf16View(1)
    case 'shift_jis': return shiftJisView()
    case 'iso-2022-jp': return iso2022JpView()
    default: return block => block
  }
}

/** Blocks hold whole units. @param low which byte of a unit holds its low half */
function utf16View(low: 0 | 1): (block: Buffer) => Buffer {
  return block => {
    const view = Buffer.alloc(block.length, FILLER)
    for (let i = 0; i + 1 < block.length; i += 2) {
      if (block[i + 1 - low] === 0) view[i + low] = block[i + low]!
    }
    return view
  }
}

/** A lead byte takes the next byte, which may look like a backslash, brace or bracket, with it. JIS X 0208; WHATWG Encoding, 12.3. */
function shiftJisView(): (block: Buffer) => Buffer {
  let trails = false
  return block => {
    const view = Buffer.from(block)
    for (let i = 0; i < view.length; i++) {
      const byte = view[i]!
      if (trails && byte >= 0x40) view[i] = FILLER
      trails = !trails && ((byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc))
      if (trails) view[i] = FILLER
    }
    return view
  }
}

/** `ESC $ @` and `ESC $ B` begin two-byte characters, `ESC (` and one byte more end them; a line end does too. RFC 1468. */
function iso2022JpView(): (block: Buffer) => Buffer {
  let wide = false
  let escape = ''
  return block => {
    const view = Buffer.from(block)
    for (let i = 0; i < view.length; i++) {
      const byte = view[i]!
      if (byte === 0x0a) {
        wide = false
        escape = ''
      } else if (byte === 0x1b) escape = '\x1b'
      else if (escape !== '') escape += String.fromCharCode(byte)
      if (wide || escape !== '') view[i] = FILLER
      if (escape.length === 3) {
        wide = escape[1] === '$'
        escape = ''
      }
    }
    return view
  }
}
