import { NoroshiError } from '../../platform/noroshi-error.ts'
import { parsePrefix } from './parse-prefix.ts'
import { PrefixTable } from './prefix-table.ts'

/** The watched space that prefixes name; null without any. @param where they were given, for the message @throws NoroshiError `usage` */
export function spaceOf(prefixes: readonly string[], where = '--space'): PrefixTable | null {
  if (prefixes.length === 0) return null
  return new PrefixTable(prefixes.map((text, value) => {
    const network = parsePrefix(text)
    if (network === null) throw new NoroshiError('usage', `${where} ${text}: no prefix like 192.0.2.0/24`)
    return { network, value }
  }))
}

/** IPv4 addresses of the watched space; null without one. Prefixes that overlap count twice. */
export function spaceSize(prefixes: readonly string[]): number | null {
  if (prefixes.length === 0) return null
  return prefixes.reduce((sum, text) => sum + (text.includes(':') ? 0 : 2 ** (128 - (parsePrefix(text)?.prefix ?? 128))), 0)
}
