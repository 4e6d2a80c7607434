import { isUtf8 } from 'node:buffer'
import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { ENCODINGS_OF_BYTES } from './byte-encodings.ts'
import { DECODING_GROWTH, DECODING_ROUNDS, ENCODED_RUN_CHARACTERS, LEAST_KINDS, READABLE_SHARE } from './defaults.ts'
import { englishShare } from './english.ts'
import { MORSE } from './morse.ts'

/** A text whose encoded runs were read where they stood. */
export interface DecodedText {
  readonly text: string
  /** Of what was decoded: `base64`, `hex`… */
  readonly encodings: readonly string[]
}

interface Encoding {
  readonly name: string
  readonly run: RegExp
  /** Null when the run is none. */
  decode(run: string): string | null
}

/** Each run's pattern has no nested repetition over the same characters, so that it stays linear. */
const ENCODINGS: readonly Encoding[] = [
  { name: 'ascii85', run: /<~[!-z\s]{5,}~>/g, decode: run => bytesText(ENCODINGS_OF_BYTES.ascii85.decode(run.slice(2, -2))) },
  { name: 'base85', run: new RegExp(`(?<!\\S)[!-~]{${ENCODED_RUN_CHARACTERS + 4},}(?!\\S)`, 'g'), decode: base85 },
  { name: 'url', run: /(?:%[0-9a-f]{2})+/gi, decode: run => bytesText(Buffer.from(run.replaceAll('%', ''), 'hex')) },
  { name: 'entity', run: /(?:&#(?:x[0-9a-f]{2,6}|\d{2,7});)+/gi, decode: entities },
  { name: 'escape', run: /(?:\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}|%u[0-9a-f]{4}|\\U000[0-9a-f]{5})+/gi, decode: escapes },
  { name: 'escape', run: /U\+[0-9a-f]{4,6}(?:[\s,]*U\+[0-9a-f]{4,6}){3,}/gi, decode: run => (run.match(/[0-9a-f]{4,6}/gi) ?? []).map(digits => character(Number.parseInt(digits, 16))).join('') },
  { name: 'quoted-printable', run: /(?:=[0-9A-F]{2}(?:=\r?\n)?){3,}/gi, decode: run => bytesText(Buffer.from(run.replaceAll(/[^0-9A-F]/gi, ''), 'hex')) },
  { name: 'octal', run: /(?<!\d)(?:[0-3][0-7]{2}[\s,;]+){7,}[0-3][0-7]{2}(?!\d)/g, decode: run => bytesText((run.match(/[0-7]{3}/g) ?? []).map(digits => Number.parseInt(digits, 8))) },
  { name: 'octal', run: /(?:\\[0-3]?[0-7]{2}){2,}/g, decode: run => bytesText((run.match(/[0-7]+/g) ?? []).map(digits => Number.parseInt(digits, 8))) },
  { name: 'binary', run: /(?<![01])(?:[01]{8}[\s,]?){3,}(?![01])/g, decode: run => bytesText((run.match(/[01]{8}/g) ?? []).map(digits => Number.parseInt(digits, 2))) },
  { name: 'hex', run: /(?<![0-9a-z]|\d{3}[\s:,])(?:0x)?(?:[0-9a-f]{2}[\s:,]?(?:0x)?){8,}(?![0-9a-z]|[\s:,]+\d{3}(?!\d)|[\s:,]+[0-9a-f]{2}(?![0-9a-z]))/gi, decode: hex },
  { name: 'decimal', run: /(?<!\d)(?:(?:9|10|13|3[2-9]|[4-9]\d|1\d\d|2[0-4]\d|25[0-5])[\s,;]+){7,}(?:9|10|13|3[2-9]|[4-9]\d|1\d\d|2[0-4]\d|25[0-5])(?!\d)/g, decode: decimal },
  { name: 'base32', run: new RegExp(`(?<![A-Za-z0-9])[A-Z2-7]{${ENCODED_RUN_CHARACTERS},}={0,6}(?![A-Za-z0-9=])`, 'g'), decode: run => bytesText(ENCODINGS_OF_BYTES.base32.decode(run)) },
  { name: 'base64', run: new RegExp(`(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{${ENCODED_RUN_CHARACTERS},}={0,2}`, 'g'), decode: base64 },
  { name: 'base58', run: new RegExp(`(?<![\\w+/-])[1-9A-HJ-NP-Za-km-z]{${ENCODED_RUN_CHARACTERS},}(?![\\w+/=-])`, 'g'), decode: base58 },
  { name: 'morse', run: /(?<![.\-·–])(?:[.\-·–]{1,6}[ /|]+){4,}[.\-·–]{1,6}(?![.\-·–])/g, decode: morse },
]
/** Without two of these in a row, or two of morse, nothing is encoded: most texts are done by one look. */
const MAYBE_ENCODED = /%u?[0-9a-fA-F]{2}|(?:=[0-9a-fA-F]{2}){3}|U\+[0-9a-fA-F]{4}|[!-~]{20}|&#|\\[uxUX0-7]|[01]{8}|[0-9a-fA-F]{2}(?:[\s:,]?(?:0x)?[0-9a-fA-F]{2}){7}|(?:\d{2,3}[\s,;]+){7}|[A-Za-z0-9+/_-]{16}|[.\-·–]{1,6}[ /|]+[.\-·–]{1,6}[ /|]/

/** Reads encoded runs in place, again in what they give, up to a depth; keeps runs that decode to no text. */
export function decodeRuns(text: string): DecodedText {
  return atOnce(decodeSteps(text))
}

/** The same in steps, one for each encoding, for `inTurns`. */
export function* decodeSteps(text: string): Steps<DecodedText> {
  const limit = text.length * DECODING_GROWTH + ENCODED_RUN_CHARACTERS
  const encodings: string[] = []
  let current = text
  for (let round = 0; round < DECODING_ROUNDS && MAYBE_ENCODED.test(current); round++) {
    let next = current
    for (const { name, run, decode } of ENCODINGS) {
      next = next.replace(run, found => {
        const decoded = decode(found)
        if (decoded === null) return found
        if (!encodings.includes(name)) encodings.push(name)
        return decoded
      })
      yield
    }
    if (next === current || next.length > limit) break
    current = next
  }
  return { text: current, encodings }
}

function bytesText(bytes: readonly number[] | Uint8Array | null): string | null {
  if (bytes === null || bytes.length === 0) return null
  const buffer = wholeCharacters(Buffer.from(bytes))
  if (!isUtf8(buffer)) return null
  const text = buffer.toString()
  return isReadable(text) ? text : null
}

/** Bytes from which what is decoded may have been cut out of a longer run: a character may be cut at its ends. */
const MAYBE_CUT = 4_096
const LONGEST_REST = 3

function wholeCharacters(bytes: Buffer): Buffer {
  if (bytes.length < MAYBE_CUT) return bytes
  let from = 0
  while (from < LONGEST_REST && (bytes[from]! & 0xc0) === 0x80) from++
  let to = bytes.length
  // Back to where the last character begins.
  for (let rest = 1; rest <= LONGEST_REST; rest++) {
    const byte = bytes[bytes.length - rest]!
    if ((byte & 0xc0) === 0x80) continue
    if (byte >= 0xc0 && rest < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2)) to = bytes.length - rest
    break
  }
  return bytes.subarray(from, to)
}

const READABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\n\r\t]/gu

function isReadable(text: string): boolean {
  return (text.match(READABLE)?.length ?? 0) >= READABLE_SHARE * [...text].length
}

function entities(run: string): string {
  return run.replaceAll(/&#(x?)([0-9a-f]+);/gi, (_, isHex: string, digits: string) => character(Number.parseInt(digits, isHex === '' ? 10 : 16)))
}

function escapes(run: string): string {
  // Bytes of UTF-8, or else characters by themselves.
  const read = run.replaceAll(/(?:\\x[0-9a-f]{2})+/gi, bytes => bytesText(Buffer.from(bytes.replaceAll(/\\x/gi, ''), 'hex')) ?? bytes)
  return read.replaceAll(/[\\%](?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|u([0-9a-f]{8}))/gi, (_, ...[four, braced, two, eight]: (string | undefined)[]) => character(Number.parseInt(eight ?? four ?? braced ?? two ?? '', 16)))
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** Pairs of nothing but digits may be decimal, too: what is English decides. */
function hex(run: string): string | null {
  const text = bytesText(Buffer.from(run.replaceAll(/0x|[^0-9a-f]/gi, ''), 'hex'))
  const other = ALL_DECIMAL.test(run) ? decimal(run) : null
  if (text === null || other === null) return text ?? other
  return englishShare(other.toLowerCase()).letterShare > englishShare(text.toLowerCase()).letterShare ? other : text
}

const ALL_DECIMAL = /^(?:\d{2}[\s:,]+)+\d{2}\s*$/

function decimal(run: string): string | null {
  return bytesText((run.match(/\d+/g) ?? []).map(Number))
}

/** A word is no base64: it must have what words have not, or an end that only base64 has. */
function base64(run: string): string | null {
  const body = run.replace(/=+$/, '')
  if (body.length % 4 === 1) return null
  if (!/[a-z]/.test(body) || !/[A-Z]/.test(body)) return null
  return bytesText(Buffer.from(body, 'base64'))
}

/** Letters that are mixed as words' are not. */
function base58(run: string): string | null {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) ? variedText(ENCODINGS_OF_BYTES.base58.decode(run)) : null
}

function base85(run: string): string | null {
  return /[^\w./:-]/.test(run) ? variedText(ENCODINGS_OF_BYTES.base85.decode(run)) ?? variedText(ENCODINGS_OF_BYTES.ascii85.decode(run)) : null
}

/** Almost any row of signs is of these bases, but hardly one is text; a row of one sign may be, and says nothing. */
function variedText(bytes: Uint8Array | null): string | null {
  const text = bytesText(bytes)
  return text !== null && new Set(text).size >= LEAST_KINDS ? text : null
}

function morse(run: string): string | null {
  const letters = run.replaceAll('·', '.').replaceAll('–', '-').split(/([ /|]+)/)
  let text = ''
  for (const piece of letters) {
    if (piece === '') continue
    const letter = /^[ /|]/.test(piece) ? (piece.length > 1 ? ' ' : '') : MORSE.get(piece)
    if (letter === undefined) return null
    text += letter
  }
  return text
}
