import { decodeRuns } from '../text/decode-runs.ts'
import { ENCODED_LABEL_CHARACTERS, LABEL_CHARACTERS, RANDOM_LABEL_CHARACTERS, SMUGGLED_CHARACTERS, TOKEN_CHARACTERS, TOKEN_ENTROPY } from './defaults.ts'
import { freeLabels } from './hosting-suffixes.ts'

/** Labels below the registered name that carry data: encoded text, random letters, or many pieces of one length. */
export function smugglesInHost(host: string): boolean {
  const labels = freeLabels(host).filter(label => !/^xn--/i.test(label))
  let encoded = 0
  for (const label of labels) if (label.length >= LABEL_CHARACTERS && isEncoded(label)) encoded += label.length
  if (encoded >= SMUGGLED_CHARACTERS) return true
  const pieces = labels.filter(label => label.length >= LABEL_CHARACTERS && /^[a-z0-9-]+$/i.test(label) && !isWordLike(label))
  return pieces.length >= 3 || labels.some(label => isToken(label) || [label.replaceAll('-', ''), ...label.split('-')].some(piece => isRandom(piece)) && !UUID.test(label))
}

/** A piece of an address that is a key or data, and no word, number or UUID, nor text that can be read. */
export function isToken(piece: string): boolean {
  if (piece.length < TOKEN_CHARACTERS || /^[0-9a-f-]{32,36}$/i.test(piece)) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter(kind => kind.test(piece)).length
  if (kinds !== 3 || !/^[\w+/=~-]+$/.test(piece) || entropy(piece) < TOKEN_ENTROPY) return false
  const { text } = decodeRuns(piece)
  return text === piece || SECRET_WORD.test(text)
}

const SECRET_WORD = /secret|passw|token|credential|api.?key|private/i

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Names that people give hold words; letters and digits in turn for this long are data. */
function isRandom(letters: string): boolean {
  if (letters.length < RANDOM_LABEL_CHARACTERS) return false
  const turns = letters.match(/\d[a-z]|[a-z]\d/gi)?.length ?? 0
  return turns >= letters.length / 5 && !/[a-z]{6}/i.test(letters)
}

function isEncoded(label: string): boolean {
  if (/^(?:[0-9a-f]{2})+$/i.test(label) && /\d/.test(label)) return /^[\x20-\x7e]+$/.test(Buffer.from(label, 'hex').toString('latin1'))
  if (/^[A-Z2-7]{8,}$/.test(label) && /[2-7]/.test(label)) return true
  if (label.length >= ENCODED_LABEL_CHARACTERS && /^[a-z2-7]+$/i.test(label) && /[2-7]/.test(label) && decodeRuns(label.toUpperCase()).text !== label.toUpperCase()) return true
  const { text } = decodeRuns(label)
  return text !== label
}

/** Words have vowels, and not four consonants in a row. */
function isWordLike(label: string): boolean {
  return label.split('-').every(word => word === '' || (/[aeiouy]/i.test(word) && !/(.)\1\1/.test(word) && !/[bcdfghjklmnpqrstvwxz]{5}/i.test(word) && !/\d[a-z]+\d/i.test(word)))
}

function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length)
  return bits
}
