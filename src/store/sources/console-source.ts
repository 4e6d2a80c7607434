import type { Pool } from 'pg'
import { z } from 'zod'
import { addAudit } from '../ledger/audit.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'

/** A source that somebody added in the console. */
export interface ConsoleSource {
  readonly organisation: string
  readonly name: string
  /** As it would stand under `sources:` of noroshi.yaml, with its secrets; its form is checked by who writes and by who reads. */
  readonly entry: Readonly<Record<string, unknown>>
  /** Who wrote it last. */
  readonly person: string
  readonly changedAt: Date
}

const sourceRow = z.object({ organisation: z.string(), name: z.string(), entry: z.record(z.string(), z.unknown()), person: z.string(), changedAt: z.date() })

/** Of all organisations. */
export async function consoleSources(pool: Pool): Promise<ConsoleSource[]> {
  return parseRows(sourceRow, await retrying(() => pool.query('select organisation, name, entry, person, changed_at as "changedAt" from console_source order by organisation, name')))
}

/** Writes one, over the one of its name; the audit trail names its kind and its keys, and no value of them. */
export async function keepConsoleSource(pool: Pool, { organisation, name, entry, person }: Omit<ConsoleSource, 'changedAt'>): Promise<void> {
  await inTransaction(pool, async client => {
    const changed = await client.query('update console_source set entry = $3, person = $4, changed_at = clock_timestamp() where organisation = $1 and name = $2', [organisation, name, JSON.stringify(entry), person])
    if (changed.rowCount === 0) await client.query('insert into console_source (organisation, name, entry, person) values ($1, $2, $3, $4)', [organisation, name, JSON.stringify(entry), person])
    await addAudit(client, organisation, { person, action: changed.rowCount === 0 ? 'source.add' : 'source.change', subject: name, details: { kind: entry['kind'], keys: Object.keys(entry) } })
  })
}

/** @returns whether there was one */
export async function forgetConsoleSource(pool: Pool, { organisation, name, person }: Pick<ConsoleSource, 'organisation' | 'name' | 'person'>): Promise<boolean> {
  return inTransaction(pool, async client => {
    const { rowCount } = await client.query('delete from console_source where organisation = $1 and name = $2', [organisation, name])
    if (rowCount === 1) await addAudit(client, organisation, { person, action: 'source.remove', subject: name, details: {} })
    return rowCount === 1
  })
}
