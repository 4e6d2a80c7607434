import { parseNetwork } from '../address.ts'
import type { ValueTest } from '../query.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { wordsOf } from './sql-value.ts'
import { KIND } from './stored-value.ts'

/** Every word of an event, for the index `words`: stored values and members of lists, in lower case, of folded texts the folded form. */
export const SQL_WORDS =
  "arrayMap(word -> substringIndex(word, '\\0', 1), splitByChar('\\x01', lower(arrayStringConcat(mapValues(search), '\\x01'))))"

/** Of every IPv4 address the first two and the first three octets, and one word for addresses in odd notations, for the index `networks`. */
export const SQL_NETWORKS =
  `arrayFlatten(arrayMap(word -> if(startsWith(word, '${KIND.oddAddress}'), ['${KIND.oddAddress}', ''], `
  + "[substringIndex(word, '.', 2), substringIndex(word, '.', 3)]), "
  + `arrayFilter(word -> left(word, 1) IN ('${KIND.ipv4}', '${KIND.oddAddress}'), splitByChar('\\x01', arrayStringConcat(mapValues(search), '\\x01')))))`

/** IPv4 lies in the last 32 of 128 bits. */
const IPV4_PREFIX = 96

/**
 * What lets an index skip rows that cannot meet the test; it is no condition of its own and costs nothing for a row. Null when no index
 * helps.
 */
export function sqlHint(test: ValueTest, parameters: SqlParameters): string | null {
  if (test.is === 'network') {
    const words = networkWords(test.text)
    return words === null ? null : `indexHint(hasAny(${SQL_NETWORKS}, ${parameters.texts(words)}))`
  }
  const words = wordsOf(test)
  return words === null ? null : `indexHint(hasAny(${SQL_WORDS}, ${parameters.texts(words)}))`
}

/** Wider networks than /16 are common enough to be found by looking. */
function networkWords(text: string): string[] | null {
  const network = parseNetwork(text)
  if (network === null || network.prefix < IPV4_PREFIX + 16 || network.address >> 32n !== 0xffffn) return null
  const octets = [24n, 16n, 8n].map(shift => String((network.address >> shift) & 0xffn))
  return [KIND.ipv4 + octets.slice(0, network.prefix < IPV4_PREFIX + 24 ? 2 : 3).join('.'), KIND.oddAddress]
}
