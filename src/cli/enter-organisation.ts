import type { Pool } from 'pg'
import { organisationName } from '../platform/config/key-schemas.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { openLedger } from '../store/ledger/ledger.ts'

/** A member of whom something is entered for the first time becomes known by it. @returns its id @throws NoroshiError `usage` */
export async function enterOrganisation(pool: Pool, id: string): Promise<string> {
  const checked = organisationName.safeParse(id)
  if (!checked.success) throw new NoroshiError('usage', `--organisation "${id}" ${checked.error.issues[0]?.message ?? ''}`)
  return (await openLedger(pool, checked.data)).organisation
}
