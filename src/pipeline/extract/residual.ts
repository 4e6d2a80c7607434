import { normaliseMac } from '../../model/mac-address.ts'
import type { KnownNames } from './known-names.ts'
import { NAME } from './known-names.ts'
import { MAC, MAIL } from './sanitise.ts'

/** Names of people and machines, mail and hardware addresses in a finished line that are no pseudonyms. Addresses cannot be told from theirs. */
export function residualIn(line: string, names: KnownNames): number {
  let found = 0
  for (const [name] of line.matchAll(NAME)) {
    const lower = name.toLowerCase()
    if (!PSEUDONYM.test(lower) && (names.kindOf(lower) !== null || names.domainOf(lower) !== null)) found++
  }
  for (const [mail] of line.matchAll(MAIL)) if (!mail.endsWith('.invalid')) found++
  for (const [mac] of line.matchAll(MAC)) if (normaliseMac(mac)?.startsWith('02:') === false) found++
  return found
}

const PSEUDONYM = /^(?:user|host|domain|id)-[0-9a-f]{12}/
