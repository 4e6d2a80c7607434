import type { PdfFile } from './pdf-file.ts'
import type { PdfDictionary } from './pdf-value.ts'
import { isOf, PdfScanner } from './pdf-value.ts'

/** How a font's codes are read. */
export interface PdfFont {
  /** Bytes of a code. */
  readonly bytes: 1 | 2
  /** What codes mean; without an entry a code of one byte is a character of Windows-1252, one of two is not known. */
  readonly meanings: ReadonlyMap<number, string>
}

/** Codes of one font. */
const MOST_CODES = 65_536

/** A font by its map to Unicode (9.10.3); fonts without one are read as Windows-1252 where their codes have one byte. */
export function pdfFont(file: PdfFile, font: PdfDictionary): PdfFont {
  const subtype = font.entries.get('Subtype')
  const bytes = isOf(subtype, 'name') && subtype.name === 'Type0' ? 2 : 1
  const map = file.content(font.entries.get('ToUnicode'))
  return { bytes, meanings: map === null ? new Map() : meaningsIn(map) }
}

export function textOf({ bytes, meanings }: PdfFont, codes: string): string {
  let text = ''
  for (let at = 0; at + bytes <= codes.length; at += bytes) {
    const code = bytes === 1 ? codes.charCodeAt(at) : codes.charCodeAt(at) * 256 + codes.charCodeAt(at + 1)
    text += meanings.get(code) ?? (bytes === 1 ? WINDOWS.decode(Uint8Array.of(code)) : '')
  }
  return text
}

const WINDOWS = new TextDecoder('windows-1252')

function meaningsIn(map: string): Map<number, string> {
  const meanings = new Map<number, string>()
  const scanner = new PdfScanner(map)
  let pending: (string | readonly string[])[] = []
  for (let token = scanner.next(); token !== null && meanings.size < MOST_CODES; token = scanner.next()) {
    if (token.kind === 'value') {
      if (isOf(token.value, 'text')) pending.push(token.value.bytes)
      else if (isOf(token.value, 'array')) pending.push(token.value.items.flatMap(item => (isOf(item, 'text') ? [item.bytes] : [])))
    } else {
      if (token.operator === 'endbfchar') for (let at = 0; at + 1 < pending.length; at += 2) add(meanings, codeOf(pending[at]!), unicodeOf(pending[at + 1]!))
      if (token.operator === 'endbfrange') for (let at = 0; at + 2 < pending.length; at += 3) addRange(meanings, codeOf(pending[at]!), codeOf(pending[at + 1]!), pending[at + 2]!)
      pending = []
    }
  }
  return meanings
}

function addRange(meanings: Map<number, string>, from: number, to: number, target: string | readonly string[]): void {
  for (let code = from; code <= to && code - from < MOST_CODES && meanings.size < MOST_CODES; code++) {
    if (typeof target !== 'string') add(meanings, code, unicodeOf(target[code - from] ?? ''))
    else {
      const first = unicodeOf(target)
      const last = first.codePointAt(first.length - 1) ?? 0
      add(meanings, code, code === from ? first : first.slice(0, -1) + String.fromCharCode(last + code - from))
    }
  }
}

function add(meanings: Map<number, string>, code: number, text: string): void {
  if (text !== '' && !Number.isNaN(code)) meanings.set(code, text)
}

function codeOf(bytes: string | readonly string[]): number {
  return typeof bytes !== 'string' ? Number.NaN : [...bytes].reduce((code, byte) => code * 256 + byte.charCodeAt(0), 0)
}

/** UTF-16, big end first. */
function unicodeOf(bytes: string | readonly string[]): string {
  if (typeof bytes !== 'string') return ''
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1))
  return text
}
