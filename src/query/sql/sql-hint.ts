import { parseNetwork } from '../address.ts'
import type { ValueTest } from '../query.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { exactWords } from './sql-value.ts'
import { FOLD_END, KIND, MEMBER_START } from './stored-value.ts'

/**
 * What the index of a column of values has: each stored scalar in lower case, up to the end of its folded form, alone or as member of a list; of an
 * IPv4 address also its first two and its first three numbers; of one in a rare notation also its kind alone. Some other pieces are there too, which
 * nobody asks for: to look at each value would cost more. It reads that column only.
 */
export function sqlIndexed(column: string): string {
  const pieces = `splitByChar('\\x01', translate(lower(arrayStringConcat(mapValues(${column}), '\\x01')), '\\0', '\\x01'))`
  const isAddress = `startsWith(piece, '${KIND.ipv4}') OR startsWith(piece, '${KIND.oddAddress}')`
  const networks = "[substringIndex(address, '.', 2), substringIndex(address, '.', 3)]"
  const ofAddress = `if(startsWith(address, '${KIND.oddAddress}'), ['${KIND.oddAddress}'], ${networks})`
  return `arrayConcat(${pieces}, arrayFlatten(arrayMap(address -> ${ofAddress}, arrayFilter(piece -> ${isAddress}, ${pieces}))))`
}

/** IPv4 lies in the last 32 of 128 bits. */
const IPV4_PREFIX = 96

/**
 * A condition that all plain events meet which have a value that meets the test in one of the columns; it holds for others too, but
 * indexes know it. Null when no index helps.
 */
export function sqlHint(test: ValueTest, columns: readonly string[], parameters: SqlParameters): string | null {
  const words = wordsOf(test)
  if (words === null) return null
  const place = parameters.texts(words)
  return `(${columns.map(column => `hasAny(${sqlIndexed(column)}, ${place})`).join(' OR ')})`
}

function wordsOf(test: ValueTest): readonly string[] | null {
  switch (test.is) {
    case 'pattern':
    case 'number':
      return exactWords(test)?.map(indexedWord) ?? null
    case 'network':
      return networkWords(test.text)
    default:
      return null
  }
}

/** As {@link sqlIndexed} cuts it. */
function indexedWord(word: string): string {
  return word.split(MEMBER_START, 1)[0]!.split(FOLD_END, 1)[0]!
}

/** Wider networks than /16 are common enough to be found by looking. */
function networkWords(text: string): readonly string[] | null {
  const network = parseNetwork(text)
  if (network === null || network.prefix < IPV4_PREFIX + 16 || network.address >> 32n !== 0xffffn) return null
  const octets = [24n, 16n, 8n].map(shift => String((network.address >> shift) & 0xffn))
  return [KIND.ipv4 + octets.slice(0, network.prefix < IPV4_PREFIX + 24 ? 2 : 3).join('.'), KIND.oddAddress]
}
