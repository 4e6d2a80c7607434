import { isUtf8 } from 'node:buffer'

/** What the bytes of a file that is sent along hold. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string; encode(text: string): string }
  /** Pictures, sound and films, which are not looked into. */
  | { readonly kind: 'media' }
  /** Nothing that is read here. `type`: what it is said to be (RFC 2045, 5.1), or nothing. */
  | { readonly kind: 'other'; readonly type: string }

const DATA_URL = /^\s*data:([^,]{0,200}),/i
const BASE64 = /^[A-Za-z0-9+/_-]{16,}={0,2}$/
/** Letters of a line of base64: 64 to 76 mostly; of few languages a word. */
const SHORTEST_LINE = 32

/** Letters that tell by their bytes what a file is. */
const HEAD_LETTERS = 64

/** Reads a file that stands within JSON: an address that holds it (RFC 2397), or base64; null when it is neither. */
export function encodedFile(written: string): FileContent | null {
  const head = DATA_URL.exec(written)
  if (head !== null && !/;\s*base64\s*$/i.test(head[1] ?? '')) return { kind: 'text', text: percentDecoded(written.slice(head[0].length)), encode: text => `${head[0]}${encodeURIComponent(text)}` }
  const letters = head === null ? written : written.slice(head[0].length)
  if (head === null && !isBase64(letters)) return null
  if (isMedia(Buffer.from(letters.slice(0, HEAD_LETTERS), 'base64'))) return { kind: 'media' }
  const text = textOf(Buffer.from(letters, 'base64'))
  return text === null ? { kind: 'other', type: /^[^;\s]*/.exec(head?.[1] ?? '')?.[0] ?? '' } : { kind: 'text', text, encode: other => (head?.[0] ?? '') + Buffer.from(other).toString('base64') }
}

/** In lines, too; what stands between blanks as words do is none. */
function isBase64(letters: string): boolean {
  const lines = letters.trim().split(/\s+/)
  return BASE64.test(lines.join('')) && lines.slice(0, -1).every(line => line.length >= SHORTEST_LINE)
}

/** By what stands at the beginning, whatever it is called. */
function isMedia(bytes: Buffer): boolean {
  const head = bytes.toString('latin1')
  return /^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}(?:WEBP|WAVE|AVI )|.{4}ftyp|OggS|fLaC|ID3|\xff[\xe2-\xfb]|\x1a\x45\xdf\xa3|\x00\x00\x01\x00)/s.test(head)
}

/** Null where the bytes are no text. */
function textOf(bytes: Buffer): string | null {
  if (bytes.length > 1 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfeff)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  if (!isUtf8(bytes)) return null
  const text = bytes.toString('utf8')
  // Text files have no other control characters than those of lines and pages (and the escape of terminals).
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
