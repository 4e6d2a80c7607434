import type { TextEncoding } from '../../model/decoder.ts'

/** Units looked at to know UTF-16 without a mark. */
const SAMPLE_UNITS = 2_048

/** Share of ASCII among the units of a UTF-16 text: records have blanks, digits and line ends in any language. */
const MIN_ASCII_SHARE = 0.05

/** Where a binary format has its header. */
const HEADER_BYTES = 512

/** Share of control characters, NUL not counted, above which a head is no text. */
const MAX_CONTROL_SHARE = 0.01

/**
 * What a byte order mark says, or the shape of UTF-16: no text in another encoding, and no binary format that we know, has only
 * ordinary characters when read as 16-bit units. Null when neither speaks.
 */
export function wideEncoding(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (!head.subarray(0, 2 * SAMPLE_UNITS).includes(0)) return null
  if (readsAsUtf16(head, 1)) return 'utf-16le'
  return readsAsUtf16(head, 0) ? 'utf-16be' : null
}

/** By control characters. A log that lost power holds NULs too: they count only beside others, as in the header of a binary format. */
export function looksBinary(head: Uint8Array): boolean {
  const start = head.subarray(0, HEADER_BYTES)
  if (start.includes(0) && start.some(isControl)) return true
  let controls = 0
  let others = 0
  for (const byte of head) {
    if (byte === 0) continue
    if (isControl(byte)) controls++
    else others++
  }
  return controls > MAX_CONTROL_SHARE * (controls + others)
}

function isControl(byte: number): boolean {
  return byte > 0 && byte < 0x20 && !TEXT_CONTROLS.has(byte)
}

/** Backspace, tab, line feed, vertical tab, form feed, carriage return, escape. */
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b])

/** @param high the offset of the more significant byte in each pair */
function readsAsUtf16(head: Uint8Array, high: 0 | 1): boolean {
  const units = Math.min(SAMPLE_UNITS, head.length >> 1)
  let ascii = 0
  for (let unit = 0; unit < units; unit++) {
    const code = (head[2 * unit + high]! << 8) | head[2 * unit + 1 - high]!
    if (!isOrdinary(code)) return false
    if (code < 0x80) ascii++
  }
  return units > 0 && ascii >= MIN_ASCII_SHARE * units
}

/** Letters of the living scripts and their punctuation, symbols, kana, Han, Hangul, surrogates, full and half width forms. */
function isOrdinary(code: number): boolean {
  if (code < 0x20) return TEXT_CONTROLS.has(code)
  if (code < 0x2800) return code < 0x7f || code >= 0xa0
  return (code >= 0x2e80 && code < 0xe000) || (code >= 0xf900 && code < 0xfffe)
}
