import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** What a person calls a fingerprint that the telescope found by itself. */
export interface FingerprintName {
  readonly fingerprint: string
  readonly name: string
  readonly person: string
  /** ISO 8601. */
  readonly at: string
}

const row = z.object({ fingerprint: z.string(), name: z.string(), person: z.string(), at: z.date().transform(at => at.toISOString()) })

/** By fingerprint. */
export async function fingerprintNames({ pool, organisation }: Ledger): Promise<FingerprintName[]> {
  return parseRows(row, await retrying(() => pool.query('select fingerprint, name, person, at from telescope_name where organisation = $1 order by fingerprint', [organisation])))
}

/** Names a fingerprint, in place of what it was called before. */
export async function nameFingerprint({ pool, organisation }: Ledger, { fingerprint, name, person }: Omit<FingerprintName, 'at'>): Promise<void> {
  await retrying(() => pool.query(`
    insert into telescope_name (organisation, fingerprint, name, person) values ($1, $2, $3, $4)
    on conflict (organisation, fingerprint) do update set name = excluded.name, person = excluded.person, at = clock_timestamp()`,
  [organisation, fingerprint, name, person]))
}

/** Takes a person's name away. @returns whether there was one */
export async function forgetFingerprintName({ pool, organisation }: Ledger, fingerprint: string): Promise<boolean> {
  const { rowCount } = await retrying(() => pool.query('delete from telescope_name where organisation = $1 and fingerprint = $2', [organisation, fingerprint]))
  return rowCount === 1
}
