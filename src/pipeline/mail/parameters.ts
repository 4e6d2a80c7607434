import { PARAMETERS } from './defaults.ts'
import { decodeText } from './decode-text.ts'
import { headerText } from './encoded-words.ts'

/** A field with parameters: `attachment; filename="a.csv"`. */
export interface ParameterField {
  /** In lower case, without comments. */
  readonly value: string
  /** By name, in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * A field like `Content-Type` (RFC 2045 §5.1), its parameters also divided and with a character set (RFC 2231), or with encoded words, as many programs
 * write them.
 *
 * @param field a character for each byte
 */
export function readParameters(field: string): ParameterField {
  const pieces = splitPieces(field)
  const plain = new Map<string, string>()
  const divided = new Map<string, Piece[]>()
  for (const piece of pieces.slice(1, PARAMETERS)) {
    const equals = piece.indexOf('=')
    if (equals < 0) continue
    const name = piece.slice(0, equals).trim().toLowerCase()
    const value = unquoted(piece.slice(equals + 1).trim())
    const [, base, index, star] = /^([^*]{1,100})\*(?:(\d{1,3})(\*)?)?$/.exec(name) ?? []
    if (base === undefined) {
      if (!plain.has(name)) plain.set(name, headerText(value))
      continue
    }
    const list = divided.get(base) ?? []
    divided.set(base, list)
    list.push({ index: Number(index ?? 0), isEncoded: index === undefined || star === '*', value })
  }
  for (const [name, list] of divided) plain.set(name, joined(list))
  return { value: (pieces[0] ?? '').trim().toLowerCase(), parameters: plain }
}

interface Piece {
  readonly index: number
  readonly isEncoded: boolean
  readonly value: string
}

/** The first piece says the character set: `utf-8'ja'%E5%…`. */
function joined(pieces: Piece[]): string {
  pieces.sort((a, b) => a.index - b.index)
  let charset = ''
  const bytes = pieces.map(({ isEncoded, value }, place) => {
    if (!isEncoded) return Buffer.from(value, 'latin1')
    const [, set, text] = place === 0 ? /^([^']{0,60})'[^']{0,60}'([^]*)$/.exec(value) ?? [] : []
    if (set !== undefined) charset = set
    return Buffer.from((text ?? value).replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
  })
  return decodeText(Buffer.concat(bytes), charset)
}

/** At semicolons outside of quotes; comments outside of quotes are dropped (RFC 5322 §3.2.2). */
function splitPieces(field: string): string[] {
  const pieces: string[] = []
  let piece = ''
  let isQuoted = false
  let comments = 0
  for (let at = 0; at < field.length; at++) {
    const letter = field[at]!
    if (letter === '\\' && (isQuoted || comments > 0)) {
      at++
      if (comments === 0) piece += letter + (field[at] ?? '')
    } else if (letter === '"' && comments === 0) {
      isQuoted = !isQuoted
      piece += letter
    } else if (isQuoted) piece += letter
    else if (letter === '(') comments++
    else if (letter === ')' && comments > 0) comments--
    else if (comments > 0) continue
    else if (letter === ';') {
      pieces.push(piece)
      piece = ''
    } else piece += letter
  }
  return [...pieces, piece]
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/g, '$1') : text
}
