import { isAscii, isUtf8 } from 'node:buffer'
import type { TextEncoding } from '../../model/decoder.ts'

/** Bytes of one line → text. */
export interface DecodedText {
  /** Invalid bytes as U+FFFD; a byte order mark at its start is gone. */
  readonly text: string
  /** Index of the first byte that is not of the encoding; -1 when all are. */
  readonly invalidAt: number
}

/** Decodes pieces [from, to) of a block of bytes; what a whole block tells (it is ASCII, it is valid) is found out once. */
export function textDecoderFor(encoding: TextEncoding): (block: Buffer) => (from: number, to: number) => DecodedText {
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8
    case 'utf-16le':
      return block => (from, to) => wellFormed(block.toString('utf16le', from, to), to - from)
    case 'utf-16be':
      return block => (from, to) => wellFormed(swapped(block, from, to).toString('utf16le'), to - from)
    default:
      return decodeLegacy(encoding)
  }
}

function valid(text: string): DecodedText {
  return { text, invalidAt: -1 }
}

function decodeUtf8(block: Buffer): (from: number, to: number) => DecodedText {
  if (isAscii(block)) return (from, to) => valid(block.toString('latin1', from, to))
  if (isUtf8(block)) return (from, to) => valid(withoutMark(block.toString('utf8', from, to)))
  return (from, to) => {
    const text = withoutMark(block.toString('utf8', from, to))
    const suspicious = text.includes('\ufffd') && !isUtf8(block.subarray(from, to))
    return suspicious ? { text, invalidAt: firstInvalid('utf-8', block.subarray(from, to)) } : valid(text)
  }
}

function decodeLegacy(encoding: TextEncoding): (block: Buffer) => (from: number, to: number) => DecodedText {
  const decoder = new TextDecoder(encoding)
  return block => {
    if (encoding !== 'iso-2022-jp' && isAscii(block)) return (from, to) => valid(block.toString('latin1', from, to))
    return (from, to) => {
      const bytes = block.subarray(from, to)
      const text = decoder.decode(bytes)
      return text.includes('\ufffd') ? { text, invalidAt: firstInvalid(encoding, bytes) } : valid(text)
    }
  }
}

function wellFormed(text: string, bytes: number): DecodedText {
  const cut = bytes % 2 === 1
  if (!cut && text.isWellFormed()) return valid(withoutMark(text))
  const mended = text.toWellFormed()
  let at = 0
  while (at < text.length && text[at] === mended[at]) at++
  return { text: withoutMark(cut ? `${mended}\ufffd` : mended), invalidAt: at * 2 }
}

function swapped(block: Buffer, from: number, to: number): Buffer {
  return Buffer.from(block.subarray(from, to - (to - from) % 2)).swap16()
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** The end of the longest prefix of whole, good characters, by bisection: O(n log n), only for lines known to be bad. */
function firstInvalid(encoding: TextEncoding, bytes: Buffer): number {
  let good = 0
  let bad = bytes.length + 1
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(encoding, bytes.subarray(0, middle), { stream: true })) good = middle
    else bad = middle
  }
  while (good > 0 && !decodes(encoding, bytes.subarray(0, good), { stream: false })) good--
  return good
}

/** With `stream`, a character cut at the end is no fault. */
function decodes(encoding: TextEncoding, bytes: Buffer, options: { readonly stream: boolean }): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, options)
    return true
  } catch {
    return false
  }
}
