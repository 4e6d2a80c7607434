/** What the bytes of stored values (query/sql/stored-value.ts) are made of: for loops that write them without a text in between. */
import { KIND } from '../../query/sql/stored-value.ts'

export const TEXT = KIND.text.charCodeAt(0)
export const IPV4 = KIND.ipv4.charCodeAt(0)
export const NUMBER = KIND.number.charCodeAt(0)
export const BOOLEAN = KIND.boolean.charCodeAt(0)
export const NULL = KIND.null.charCodeAt(0)

/** The end. */
export function writeVarint(to: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    to[at++] = (value & 0x7f) | 0x80
    value = Math.floor(value / 0x80)
  }
  to[at++] = value
  return at
}

const ADDRESS = 1
const SEPARATOR = 2
/** Letters of addresses, with the two of which every one has. */
const ADDRESS_LETTERS = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return /[.:]/.test(letter) ? ADDRESS | SEPARATOR : Number(code < 0x80 && /[\da-f]/i.test(letter))
})

/** False when the text is no address, which for nearly all texts shows within a few letters. */
export function isAddressStart(source: Uint8Array, from: number, end: number): boolean {
  if (source[from] === 0x5b) return from < end
  let seen = 0
  for (let at = from; at < end; at++) {
    const letter = ADDRESS_LETTERS[source[at]!]!
    if (letter === 0) return (seen & SEPARATOR) !== 0 && (source[at] === 0x25 || source[at] === 0x5d)
    seen |= letter
  }
  return (seen & SEPARATOR) !== 0
}

/**
 * Where the third dot of an IPv4 address stands, in four decimals without leading zeros as `plainTextKind` wants them; 0 when the text is something else.
 * It is never 0 otherwise: something stands before a text in its column.
 */
export function thirdDot(source: Uint8Array, from: number, end: number): number {
  let at = from
  let dot = 0
  for (let number = 0; number < 4; number++) {
    if (number > 0) {
      if (source[at] !== DOT || at >= end) return 0
      dot = at++
    }
    const start = at
    let octet = 0
    for (let digit = source[at]! - ZERO; at < end && digit >= 0 && digit <= 9 && at - start < 3; digit = source[++at]! - ZERO) octet = octet * 10 + digit
    if (at === start || octet > 255 || (source[start] === ZERO && at - start > 1)) return 0
  }
  return at === end ? dot : 0
}

const DOT = 0x2e
const ZERO = 0x30
