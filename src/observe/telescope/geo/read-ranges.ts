import { readFileSync } from 'node:fs'
import { RangeTable } from './range-table.ts'

const COMMA = 0x2c
const QUOTE = 0x22
const NEW_LINE = 0x0a
const RETURN = 0x0d
const ZERO = 0x30

/**
 * Reads a table of ranges: a line each, `first,last,label`, both addresses decimal numbers, the label as it stands (a quoted field without its quotes). Linear; the
 * same label is kept once.
 */
export function readRanges(path: string, version: 4 | 6): RangeTable {
  const bytes = readFileSync(path)
  const width = version === 4 ? 1 : 4
  const lines = countLines(bytes)
  const first = new Uint32Array(width * lines)
  const last = new Uint32Array(width * lines)
  const label = new Uint32Array(lines)
  const labels: string[] = []
  const places = new Map<string, number>()
  const address = new Uint32Array(4)
  let count = 0
  for (let at = 0; at < bytes.length;) {
    const end = endOfLine(bytes, at)
    const afterFirst = readNumber(bytes, at, address)
    first.set(address.subarray(4 - width), width * count)
    const afterLast = readNumber(bytes, afterFirst, address)
    last.set(address.subarray(4 - width), width * count)
    const text = unquoted(bytes.toString('utf8', afterLast, end > afterLast && bytes[end - 1] === RETURN ? end - 1 : end))
    let place = places.get(text)
    if (place === undefined) {
      place = labels.push(text) - 1
      places.set(text, place)
    }
    label[count++] = place
    at = end + 1
  }
  return new RangeTable(width, first.subarray(0, width * count), last.subarray(0, width * count), label.subarray(0, count), labels)
}

/** Writes the decimal number at `at` into four words. @returns the place after the comma that ends it */
function readNumber(bytes: Uint8Array, from: number, words: Uint32Array): number {
  words.fill(0)
  let at = from
  for (; at < bytes.length && bytes[at] !== COMMA && bytes[at] !== NEW_LINE; at++) {
    let carry = bytes[at]! - ZERO
    for (let word = 3; word >= 0; word--) {
      // Below 10 · 2³² + 10, which a double holds exactly.
      const value = words[word]! * 10 + carry
      words[word] = value
      carry = Math.floor(value / 2 ** 32)
    }
  }
  return at + 1
}

/** The label's quoted last field without its quotes: `64500,"Example, Inc."`. */
function unquoted(text: string): string {
  return text.charCodeAt(text.length - 1) === QUOTE ? text.replace(/"(.*)"$/s, (_, quoted: string) => quoted.replaceAll('""', '"')) : text
}

function countLines(bytes: Uint8Array): number {
  let lines = 0
  for (let at = 0; at < bytes.length; at = endOfLine(bytes, at) + 1) lines++
  return lines
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEW_LINE, from)
  return end < 0 ? bytes.length : end
}
