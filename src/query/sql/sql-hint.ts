import type { Network } from '../address.ts'
import { parseNetwork } from '../address.ts'
import type { ValueTest } from '../query.ts'
import type { SqlSurroundings } from './sql-context.ts'
import { exactWords } from './sql-value.ts'
import { KIND } from './stored-value.ts'
import { IPV6_WORD_BITS, ipv6Word, NETWORKS_COLUMN, WORDS_COLUMN } from './stored-words.ts'

/**
 * What the index of a column of values has: each stored value in lower case. No more than this, because it is made for every value whenever parts
 * are merged: a look at what kind each one is would cost twice as much. What members of lists and networks are found by is in columns of their own.
 */
export function sqlIndexed(column: string): string {
  return `arrayMap(value -> lower(value), mapValues(${column}))`
}

/** IPv4 lies in the last 32 of 128 bits, after these. */
const IPV4_PREFIX = 96
const IPV4_START = 0xffffn

/**
 * A condition that all plain events meet which have a value that meets the test in one of the columns; it holds for others too, but
 * indexes know it. Null when no index helps.
 */
export function sqlHint(test: ValueTest, columns: readonly string[], { parameters, worded }: Pick<SqlSurroundings, 'parameters' | 'worded'>): string | null {
  if (test.is === 'network') {
    const words = networkWords(test.text)
    return words === null ? null : `hasAny(${NETWORKS_COLUMN}, ${parameters.texts(words)})`
  }
  const words = exactWords(test)
  if (words === null) return null
  // Each word more that is looked for is one more chance of a granule that has none.
  const whole = parameters.texts(words.filter(word => !word.startsWith(KIND.foldedText)))
  const hints = columns.map(column => `hasAny(${sqlIndexed(column)}, ${whole})`)
  return `(${[...hints, ...(worded ? [`hasAny(${WORDS_COLUMN}, ${parameters.texts(words)})`] : [])].join(' OR ')})`
}

/** Wider networks than those that addresses have words for are common enough to be found by looking. */
function networkWords(text: string): readonly string[] | null {
  const network = parseNetwork(text)
  if (network === null) return null
  const { address, prefix } = network
  if (prefix >= IPV4_PREFIX && address >> 32n === IPV4_START) return prefix < IPV4_PREFIX + 16 ? null : [ipv4Word(network), KIND.oddAddress]
  const bits = IPV6_WORD_BITS.find(each => each <= prefix)
  // A part of ::/32 has all of IPv4 in it.
  return bits === undefined || address >> 96n === 0n ? null : [ipv6Word(address, bits), KIND.oddAddress]
}

function ipv4Word({ address, prefix }: Network): string {
  const octets = [24n, 16n, 8n].map(shift => String((address >> shift) & 0xffn))
  return KIND.ipv4 + octets.slice(0, prefix < IPV4_PREFIX + 24 ? 2 : 3).join('.')
}
