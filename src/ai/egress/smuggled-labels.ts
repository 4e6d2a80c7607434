import { decodeRuns } from '../text/decode-runs.ts'
import { LABEL_CHARACTERS, SMUGGLED_CHARACTERS, TOKEN_CHARACTERS, TOKEN_ENTROPY } from './defaults.ts'

/** Labels below the registered name that carry data: encoded text, or many pieces of one length. */
export function smugglesInHost(host: string): boolean {
  const labels = host.split('.').slice(0, -2)
  let encoded = 0
  for (const label of labels) if (label.length >= LABEL_CHARACTERS && isEncoded(label)) encoded += label.length
  if (encoded >= SMUGGLED_CHARACTERS) return true
  const pieces = labels.filter(label => label.length >= LABEL_CHARACTERS && /^[a-z0-9-]+$/i.test(label) && !isWordLike(label))
  return pieces.length >= 3 || labels.some(label => isToken(label))
}

/** A piece of an address that is a key or data, and no word, number or UUID. */
export function isToken(piece: string): boolean {
  if (piece.length < TOKEN_CHARACTERS || /^[0-9a-f-]{32,36}$/i.test(piece)) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter(kind => kind.test(piece)).length
  return kinds === 3 && /^[\w+/=~-]+$/.test(piece) && entropy(piece) >= TOKEN_ENTROPY
}

function isEncoded(label: string): boolean {
  if (/^(?:[0-9a-f]{2})+$/i.test(label) && /\d/.test(label)) return /^[\x20-\x7e]+$/.test(Buffer.from(label, 'hex').toString('latin1'))
  if (/^[A-Z2-7]{8,}$/i.test(label) && /[2-7]/.test(label) && /^[A-Z2-7]+$/.test(label)) return true
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
