import { parseNetwork } from '../address.ts'
import { fold } from '../fold.ts'
import { parseNumber } from '../number-text.ts'
import { literalOf } from '../pattern.ts'
import type { ValueTest } from '../query.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { ODDITY } from './stored-event.ts'

/**
 * What the index `words` has of an event: the pieces of its JSON between quotes and the signs of JSON. A whole value is one piece, or some
 * when it holds such signs itself. Of `fields`, because that is one column: what the index does not skip is read once more.
 */
export const SQL_WORDS = "splitByChar('\"', translate(lower(fields), ':,[]{}', '\"\"\"\"\"\"'))"

/** What the index `networks` has: the first two and three numbers of every piece that begins as an IPv4 address, and `ffff`. */
export const SQL_NETWORKS = "arrayFlatten(arrayMap(word -> [substringIndex(word, '.', 2), substringIndex(word, '.', 3)], "
  + `arrayFilter(word -> word = 'ffff' OR match(word, '^[0-9]{1,3}\\\\.[0-9]{1,3}\\\\.[0-9]{1,3}\\\\.[0-9]'), ${SQL_WORDS})))`

/** IPv4 lies in the last 32 of 128 bits. */
const IPV4_PREFIX = 96

/**
 * A condition that all plain events with a value that meets the test meet, anywhere in the event; it holds for others too, but indexes
 * know it. Null when no index helps. It is dear for each row that is left, so it is worth its cost where few rows are wanted.
 */
export function sqlHint(test: ValueTest, parameters: SqlParameters): string | null {
  if (test.is === 'network') {
    const words = networkWords(test.text)
    return words === null ? null : `hasAny(${SQL_NETWORKS}, ${parameters.texts(words)})`
  }
  const literals = literalsOf(test)
  if (literals === null) return null
  const alternatives = literals.map(wordsOf)
  if (alternatives.some(words => words.length === 0)) return null
  const hints = alternatives.map(words => `hasAll(${SQL_WORDS}, ${parameters.texts(words)})`)
  return `(${hints.join(' OR ')} OR oddity = ${ODDITY.folded})`
}

/** The texts, as `fieldsText` has them between the signs of JSON, one of which a value that meets the test has: 5n of a bigint, -0 of zero. */
function literalsOf(test: ValueTest): readonly string[] | null {
  if (test.is === 'pattern') {
    const literal = literalOf(test.pattern)
    if (literal === null || !literal.isWellFormed()) return null
    return /^-?\d+$/.test(literal) ? [literal, `${literal}n`, `-${literal}`] : [literal]
  }
  if (test.is !== 'number') return null
  const number = parseNumber(test.text)
  if (number === null) return null
  const whole = typeof number === 'bigint' || Number.isInteger(number) ? [`${BigInt(number)}n`] : []
  const zero = number === 0 ? ['-0'] : []
  return [...new Set([test.text, String(Number(number)), ...whole, ...zero])]
}

function wordsOf(literal: string): string[] {
  return JSON.stringify(fold(literal)).slice(1, -1).split(/[":,[\]{}]/).filter(word => word !== '')
}

/** Wider networks than /16 are common enough to be found by looking. `ffff` stands in IPv4 addresses written as IPv6. */
function networkWords(text: string): string[] | null {
  const network = parseNetwork(text)
  if (network === null || network.prefix < IPV4_PREFIX + 16 || network.address >> 32n !== 0xffffn) return null
  const octets = [24n, 16n, 8n].map(shift => String((network.address >> shift) & 0xffn))
  return [octets.slice(0, network.prefix < IPV4_PREFIX + 24 ? 2 : 3).join('.'), 'ffff']
}
