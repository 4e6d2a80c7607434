import { joinParts, literalText, mapText, type TextPattern } from './text-pattern.ts'

/**
 * Text on its way through encoding modifiers. As `bytes`, each character of a text stands for one byte, so that what follows sees what
 * a UTF-16 modifier made.
 */
export interface EncodedText {
  readonly pattern: TextPattern
  readonly form: 'characters' | 'bytes'
}

type Utf16 = 'utf16le' | 'wide' | 'utf16be' | 'utf16'

/** `utf16` puts the mark FF FE before little-endian text, as the specification's example does. */
export function encodeUtf16(text: EncodedText, encoding: Utf16): EncodedText {
  const mark = encoding === 'utf16' ? 'ÿþ' : ''
  const encode = (characters: string) => {
    const bytes = Buffer.from(characters, 'utf16le')
    return (encoding === 'utf16be' ? bytes.swap16() : bytes).toString('latin1')
  }
  return { pattern: joinParts([mark, ...mapText(text.pattern, encode)]), form: 'bytes' }
}

/** Null when the pattern has a wildcard: what it would be after encoding depends on what it stands for. */
export function encodeBase64(text: EncodedText): EncodedText | null {
  const bytes = bytesOf(text)
  return bytes === null ? null : { pattern: [bytes.toString('base64')].filter(each => each !== ''), form: 'characters' }
}

/**
 * The three forms that the text takes inside a longer encoded one, by its distance from a multiple of three bytes, without the
 * characters at either end that depend on the neighbours. A form of which nothing is left is left out.
 */
export function encodeBase64Offsets(text: EncodedText): EncodedText[] | null {
  const bytes = bytesOf(text)
  if (bytes === null) return null
  return [0, 1, 2].flatMap(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '')
    const from = [0, 2, 3][before]!
    const spill = (before + bytes.length) % 3 === 0 ? 0 : 1
    const fixed = encoded.slice(from, encoded.length - spill)
    return fixed === '' ? [] : [{ pattern: [fixed], form: 'characters' as const }]
  })
}

function bytesOf({ pattern, form }: EncodedText): Buffer | null {
  const literal = literalText(pattern)
  return literal === null ? null : Buffer.from(literal, form === 'bytes' ? 'latin1' : 'utf8')
}
