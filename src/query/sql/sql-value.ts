import type { Network } from '../address.ts'
import { parseNetwork } from '../address.ts'
import { fold } from '../fold.ts'
import type { AnyNumber } from '../number-text.ts'
import { parseNumber } from '../number-text.ts'
import type { Pattern } from '../pattern.ts'
import { literalOf } from '../pattern.ts'
import type { Bound, ValueTest } from '../query.ts'
import type { SqlBounds } from './sql-bounds.ts'
import { ALL, allOf, anyOf, exactly, NONE, UNSURE } from './sql-bounds.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { partsPattern, sqlMatches } from './sql-pattern.ts'
import { FOLD_END, KIND, mayHaveText, SCALAR_KINDS } from './stored-value.ts'

/** The letters of kinds as an SQL tuple; they are our own. */
const SCALARS = `(${SCALAR_KINDS.map(kind => `'${kind}'`).join(', ')})`

/** Whether the stored value, given as SQL, or a member of it where it is a list, meets the test. Absent is the empty text. */
export function sqlValueTest(value: string, test: ValueTest, parameters: SqlParameters): SqlBounds {
  const plain = scalarTest(value, test, parameters)
  const member = scalarTest('member', test, parameters)
  const either = (ofPlain: string, ofMember: string) =>
    `if(startsWith(${value}, '${KIND.list}'), arrayExists(member -> ${ofMember}, ${sqlMembers(value)}), ${ofPlain})`
  const exact = { must: either(plain.must, member.must), sure: either(plain.sure, member.sure) }
  const parts = test.is === 'pattern' ? partsPattern(test.pattern) : null
  return parts === null ? exact : allOf([exactly(`lower(${value}) LIKE ${parameters.text(parts)}`), exact])
}

/** The stored members of a list. */
export function sqlMembers(list: string): string {
  return `arraySlice(splitByChar('${SQL_MEMBER_START}', ${list}), 2)`
}

/** The folded text of a stored scalar, without its kind. */
export function sqlFoldedText(value: string): string {
  return `substring(if(startsWith(${value}, '${KIND.foldedText}'), substringIndex(${value}, '${SQL_FOLD_END}', 1), lower(${value})), 2)`
}

const SQL_MEMBER_START = '\\x01'
const SQL_FOLD_END = '\\0'

function scalarTest(value: string, test: ValueTest, parameters: SqlParameters): SqlBounds {
  switch (test.is) {
    case 'null':
      return exactly(`${value} = '${KIND.null}'`)
    case 'exists':
      return exactly(`${value} NOT IN ('', '${KIND.null}')`)
    case 'pattern': {
      const words = patternWords(test.pattern)
      if (words !== null) return exactly(isWord(value, words, parameters))
      return ofScalar(value, sqlMatches(sqlFoldedText(value), test.pattern, parameters))
    }
    case 'number':
      return exactly(isWord(value, numberWords(test.text), parameters))
    case 'range':
      return ofScalar(value, allOf([endTest(value, test.from, '>', parameters), endTest(value, test.to, '<', parameters)]))
    case 'network':
      return networkTest(value, test.text, parameters)
  }
}

/** The stored forms, in lower case, of all scalars that meet the test; null when they cannot be listed. */
export function exactWords(test: ValueTest): readonly string[] | null {
  return test.is === 'pattern' ? patternWords(test.pattern) : test.is === 'number' ? numberWords(test.text) : null
}

function ofScalar(value: string, test: SqlBounds): SqlBounds {
  return allOf([exactly(`left(${value}, 1) IN ${SCALARS}`), test])
}

function isWord(value: string, words: readonly string[], parameters: SqlParameters): string {
  const folded = words.filter(word => word.startsWith(KIND.foldedText)).map(word => `startsWith(${value}, ${parameters.text(word + FOLD_END)})`)
  return `(${[`lower(${value}) IN ${parameters.texts(words)}`, ...folded].join(' OR ')})`
}

/** The stored forms, in lower case, of all scalars whose folded text is the literal; null when the pattern is none. */
function patternWords(pattern: Pattern): string[] | null {
  const literal = literalOf(pattern)
  return literal === null || !literal.isWellFormed() ? null : wordsOf(SCALAR_KINDS, fold(literal))
}

/** The same for a number without quotes: texts as written, numbers by value. */
function numberWords(text: string): string[] {
  const number = parseNumber(text)
  const texts = wordsOf(SCALAR_KINDS.filter(kind => number === null || (kind !== KIND.number && kind !== KIND.bigint)), fold(text))
  return number === null ? texts : [...texts, ...storedNumbers(number)]
}

function wordsOf(kinds: readonly string[], folded: string): string[] {
  return kinds.filter(kind => mayHaveText(kind, folded)).map(kind => kind + folded)
}

/** How a double and a `bigint` equal to the number are stored. */
function storedNumbers(number: AnyNumber): string[] {
  const double = Number(number)
  const isDouble = typeof number === 'number' || BigInt(double) === number
  const isWhole = typeof number === 'bigint' || Number.isInteger(number)
  return [
    ...(isDouble ? [KIND.number + String(double).toLowerCase()] : []),
    ...(isWhole ? [KIND.bigint + String(BigInt(number))] : []),
  ]
}

function endTest(value: string, bound: Bound | null, side: '<' | '>', parameters: SqlParameters): SqlBounds {
  if (bound === null) return ALL
  if (!bound.value.isWellFormed()) return UNSURE
  const operator = bound.inclusive ? `${side}=` : side
  const number = parseNumber(bound.value)
  if (number === null) return exactly(`${sqlFoldedText(value)} ${operator} ${parameters.text(fold(bound.value))}`)
  if (typeof number === 'bigint') return { must: mayBeNumber(value), sure: '0' }
  const place = `toFloat64OrZero(substring(${value}, 2))`
  const plain = isPlainNumber(value)
  const holds = `(${plain} AND ${place} ${operator} ${parameters.number(number)})`
  return { must: `(${holds} OR (NOT ${plain} AND ${mayBeNumber(value)}))`, sure: holds }
}

/** A number, or a text of one, of so few digits that the engine and JavaScript read the same double. */
function isPlainNumber(value: string): string {
  return `match(${value}, '^[${KIND.number}${KIND.text}][+-]?[0-9]{1,15}(\\\\.[0-9]{1,15})?$')`
}

/** What `parseNumber` may read: it begins with a digit or a sign. */
function mayBeNumber(value: string): string {
  return `match(${value}, '^([${KIND.number}${KIND.bigint}]|${KIND.text}[+-]?[0-9])')`
}

function networkTest(value: string, text: string, parameters: SqlParameters): SqlBounds {
  const network = parseNetwork(text)
  if (network === null) return NONE
  const start = octetsText(network)
  if (start !== null) return anyOf([exactly(`${start.endsWith('.') ? 'startsWith' : 'equals'}(${value}, ${parameters.text(start)})`), oddAddress(value)])
  const free = (1n << BigInt(128 - network.prefix)) - 1n
  const first = network.address & ~free
  const from = `toIPv6(${parameters.text(addressText(first))})`
  const to = `toIPv6(${parameters.text(addressText(first | free))})`
  const inside = `(left(${value}, 1) IN ('${KIND.ipv4}', '${KIND.ipv6}') AND toIPv6OrDefault(substring(${value}, 2)) BETWEEN ${from} AND ${to})`
  return anyOf([exactly(inside), oddAddress(value)])
}

/** One in a notation that only memory reads. */
function oddAddress(value: string): SqlBounds {
  return { must: `startsWith(${value}, '${KIND.oddAddress}')`, sure: '0' }
}

/** What the stored addresses of an IPv4 network of whole octets begin with, or are; null for other networks. Stored as IPv6 none is IPv4. */
function octetsText({ address, prefix }: Network): string | null {
  const octets = (prefix - 96) / 8
  if (address >> 32n !== 0xffffn || !Number.isInteger(octets) || octets < 1) return null
  const texts = [24n, 16n, 8n, 0n].slice(0, octets).map(shift => String((address >> shift) & 0xffn))
  return `${KIND.ipv4}${texts.join('.')}${octets === 4 ? '' : '.'}`
}

/** In eight groups. */
function addressText(address: bigint): string {
  return address.toString(16).padStart(32, '0').replace(/.{4}(?!$)/g, '$&:')
}

