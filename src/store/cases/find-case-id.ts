import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

const WHOLE = /^[0-9a-f]{32}$/
const BEGINNING = /^[0-9a-f]{4,31}$/

/**
 * The id of a case that a person names by its first digits; a whole id is taken as it is, since it may be an earlier one.
 *
 * @throws {NoroshiError} `no-such-case` for none and for several
 */
export async function findCaseId({ pool, organisation }: Ledger, named: string): Promise<string> {
  const text = named.toLowerCase()
  if (WHOLE.test(text)) return text
  const found = !BEGINNING.test(text) ? [] : parseRows(z.object({ id: z.string() }), await retrying(() => pool.query(
    'select id from cases where organisation = $1 and starts_with(id, $2) limit 2', [organisation, text])))
  const [first, second] = found
  if (first === undefined) throw new NoroshiError('no-such-case', `no case has an id that begins with ${JSON.stringify(named.slice(0, 80))} (at least 4 digits)`)
  if (second !== undefined) throw new NoroshiError('no-such-case', `more than one case has an id that begins with ${text}; give more digits`)
  return first.id
}
