import type { PoolClient, QueryResult } from 'pg'
import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { EntryKind, EntryReference, StoredEntry } from './entry.ts'
import { ENTRY_KINDS } from './entry.ts'

const entryRow = z.object({
  kind: z.enum(ENTRY_KINDS), key: z.string(), body: z.record(z.string(), z.unknown()), import: z.number(), changedAt: z.date(),
})
const COLUMNS = 'kind, key, body, import, changed_at as "changedAt"'

export async function findEntry({ pool, organisation }: Ledger, { kind, key }: EntryReference): Promise<StoredEntry | undefined> {
  return parseRow(entryRow, await retrying(() => pool.query(
    `select ${COLUMNS} from register_entry where organisation = $1 and kind = $2 and key = $3`, [organisation, kind, key])))
}

/** What a list of entries is narrowed to. */
export interface EntryFilter {
  readonly kind?: EntryKind
  /** Anywhere in what an entry says, whatever the case. */
  readonly text?: string
  /** Those after this one in the order of kind and key. */
  readonly after?: EntryReference
  readonly limit: number
}

/** In the order of kind and key. */
export async function listEntries({ pool, organisation }: Ledger, { kind, text, after, limit }: EntryFilter): Promise<StoredEntry[]> {
  return parseRows(entryRow, await retrying(() => pool.query(`
    select ${COLUMNS} from register_entry
    where organisation = $1 and ($2::text is null or kind = $2) and ($3::text is null or position(lower($3) in lower(body::text)) > 0)
      and ($4::text is null or (kind, key) > ($4, $5))
    order by kind, key limit $6`, [organisation, kind ?? null, text ?? null, after?.kind ?? null, after?.key ?? null, limit])))
}

/** The networks and devices with an address of theirs, the narrowest first. */
export async function entriesOfAddress({ pool, organisation }: Ledger, address: string, limit: number): Promise<StoredEntry[]> {
  return parseRows(entryRow, await retrying(() => pool.query(`
    select entry.${COLUMNS.replaceAll(', ', ', entry.')} from register_network
      join register_entry entry using (organisation, kind, key)
    where register_network.organisation = $1 and network >>= $2::inet
    order by masklen(network) desc, entry.kind, entry.key limit $3`, [organisation, address, limit])))
}

/** Those that go by one of these: devices by their machine addresses and names, contacts by their accounts. */
export async function entriesByNames({ pool, organisation }: Ledger, kind: EntryKind, names: readonly string[], limit: number): Promise<StoredEntry[]> {
  if (names.length === 0) return []
  return parseRows(entryRow, await retrying(() => pool.query(`
    select ${COLUMNS} from register_entry where organisation = $1 and kind = $2 and names && $3::text[] order by key limit $4`,
  [organisation, kind, names, limit])))
}

/** Several at once, in no order. */
export async function entriesByKeys(ledger: Ledger, references: readonly EntryReference[], connection: Pick<PoolClient, 'query'> = ledger.pool): Promise<StoredEntry[]> {
  if (references.length === 0) return []
  const result: QueryResult = await connection.query(`
    select entry.${COLUMNS.replaceAll(', ', ', entry.')} from register_entry entry
      join unnest($2::text[], $3::text[]) as asked (kind, key) on entry.kind = asked.kind and entry.key = asked.key
    where entry.organisation = $1`, [ledger.organisation, references.map(({ kind }) => kind), references.map(({ key }) => key)])
  return parseRows(entryRow, result)
}
