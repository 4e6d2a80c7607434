import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { addAudit } from '../ledger/audit.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { entriesByKeys } from './entries.ts'
import type { EntryBody, EntryInput, EntryReference, StoredEntry } from './entry.ts'
import { ENTRY_KINDS } from './entry.ts'

/** How many entries an import made, changed, removed, left as they were, and refused. */
export interface ImportCounts {
  readonly created: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly refused: number
}

/** What is to become of entries; what is not named stays. */
export interface RegisterPlan {
  readonly writes: readonly EntryInput[]
  readonly removals: readonly EntryReference[]
  readonly counts: ImportCounts
}

export interface RegisterImport {
  readonly number: number
  readonly person: string
  readonly at: Date
  /** The files, or what was done by hand. */
  readonly source: string
  readonly counts: ImportCounts
  readonly undoneAt: Date | null
}

/** What an import did to one entry; null where there was none before, or is none after. */
export interface RegisterChange extends EntryReference {
  readonly before: EntryBody | null
  readonly after: EntryBody | null
}

/** Who changes the register, and from what. */
export interface ImportOrigin {
  readonly person: string
  readonly source: string
  /** The import that this one takes back. */
  readonly undoes?: number
}

/**
 * Changes the register by a plan that is made of what the named entries are now, all in one transaction; one change of an organisation at a time.
 *
 * @param plan called again where the transaction is
 * @returns the number of the import; null where nothing was to change: nothing is written then
 */
export async function changeRegister(
  ledger: Ledger, { person, source, undoes }: ImportOrigin, named: readonly EntryReference[], plan: (present: ReadonlyMap<string, StoredEntry>) => RegisterPlan,
): Promise<number | null> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    await client.query('select from organisation where id = $1 for update', [organisation])
    const present = await presentEntries(ledger, named, client)
    const { writes, removals, counts } = plan(present)
    if (writes.length + removals.length === 0) return null
    const { number } = parseRow(z.object({ number: z.number() }), await client.query(
      'insert into register_import (organisation, person, source, counts) values ($1, $2, $3, $4) returning number', [organisation, person, source, JSON.stringify(counts)]))!
    const changes = [
      ...writes.map(({ kind, key, body }) => ({ kind, key, before: present.get(entryId({ kind, key }))?.body ?? null, after: body })),
      ...removals.map(({ kind, key }) => ({ kind, key, before: present.get(entryId({ kind, key }))?.body ?? null, after: null })),
    ]
    await inPieces(changes, piece => client.query(`
      insert into register_change (organisation, import, kind, key, before, after)
      select $1, $2, kind, key, before, after from json_to_recordset($3::json) as change (kind text, key text, before json, after json)`,
    [organisation, number, JSON.stringify(piece)]))
    await inPieces([...removals], piece => remove(client, organisation, piece))
    await inPieces([...writes], piece => write(client, organisation, number, piece))
    if (undoes !== undefined) await client.query('update register_import set undone_at = clock_timestamp() where organisation = $1 and number = $2', [organisation, undoes])
    await addAudit(client, organisation, { person, action: undoes === undefined ? 'register.change' : 'register.undo', subject: String(number), details: { source, ...counts } })
    return number
  })
}

/** The entries of these that are there, by {@link entryId}. */
export async function presentEntries(ledger: Ledger, named: readonly EntryReference[], client?: PoolClient): Promise<Map<string, StoredEntry>> {
  const found = new Map<string, StoredEntry>()
  await inPieces([...named], async piece => {
    for (const entry of await entriesByKeys(ledger, piece, client)) found.set(entryId(entry), entry)
  })
  return found
}

export function entryId({ kind, key }: EntryReference): string {
  return `${kind}\0${key}`
}

const importRow = z.object({
  number: z.number(), person: z.string(), at: z.date(), source: z.string(), undoneAt: z.date().nullable(),
  counts: z.object({ created: z.number(), changed: z.number(), removed: z.number(), same: z.number(), refused: z.number() }),
})
const IMPORT_COLUMNS = 'number, person, at, source, counts, undone_at as "undoneAt"'

/** The newest first: those before a number. */
export async function listImports({ pool, organisation }: Ledger, before: number | null, limit: number): Promise<RegisterImport[]> {
  return parseRows(importRow, await retrying(() => pool.query(`
    select ${IMPORT_COLUMNS} from register_import where organisation = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
  [organisation, before, limit])))
}

export async function findImport({ pool, organisation }: Ledger, number: number): Promise<RegisterImport | undefined> {
  return parseRow(importRow, await retrying(() => pool.query(`select ${IMPORT_COLUMNS} from register_import where organisation = $1 and number = $2`, [organisation, number])))
}

const body = z.record(z.string(), z.unknown()).nullable()
const changeRow = z.object({ kind: z.enum(ENTRY_KINDS), key: z.string(), before: body, after: body })

/** All that an import did, in the order of kind and key. */
export async function changesOf({ pool, organisation }: Ledger, number: number): Promise<RegisterChange[]> {
  return parseRows(changeRow, await retrying(() => pool.query(
    'select kind, key, before, after from register_change where organisation = $1 and import = $2 order by kind, key', [organisation, number])))
}

/** What became of one entry, the newest first. */
export async function historyOf({ pool, organisation }: Ledger, { kind, key }: EntryReference, limit: number): Promise<(RegisterChange & Pick<RegisterImport, 'number' | 'person' | 'at'>)[]> {
  return parseRows(changeRow.extend({ number: z.number(), person: z.string(), at: z.date() }), await retrying(() => pool.query(`
    select kind, key, before, after, number, person, at from register_change join register_import on register_import.organisation = register_change.organisation and number = import
    where register_change.organisation = $1 and kind = $2 and key = $3 order by number desc limit $4`, [organisation, kind, key, limit])))
}

async function remove(client: PoolClient, organisation: string, references: readonly EntryReference[]): Promise<void> {
  await client.query(`delete from register_entry using unnest($2::text[], $3::text[]) as gone (kind, key)
    where register_entry.organisation = $1 and register_entry.kind = gone.kind and register_entry.key = gone.key`,
  [organisation, references.map(({ kind }) => kind), references.map(({ key }) => key)])
}

async function write(client: PoolClient, organisation: string, number: number, entries: readonly EntryInput[]): Promise<void> {
  const rows = JSON.stringify(entries)
  await client.query(`
    insert into register_entry (organisation, kind, key, body, names, import)
    select $1, kind, key, body, array(select json_array_elements_text(names)), $2
    from json_to_recordset($3::json) as entry (kind text, key text, body json, names json)
    on conflict (organisation, kind, key) do update set body = excluded.body, names = excluded.names, import = excluded.import, changed_at = clock_timestamp()`,
  [organisation, number, rows])
  await client.query(`delete from register_network using unnest($2::text[], $3::text[]) as entry (kind, key)
    where register_network.organisation = $1 and register_network.kind = entry.kind and register_network.key = entry.key`,
  [organisation, entries.map(({ kind }) => kind), entries.map(({ key }) => key)])
  await client.query(`
    insert into register_network (organisation, kind, key, network)
    select distinct $1, kind, key, network::cidr from json_to_recordset($2::json) as entry (kind text, key text, networks json), json_array_elements_text(networks) as network`,
  [organisation, rows])
}

async function inPieces<Row>(rows: readonly Row[], work: (piece: readonly Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += PIECE) await work(rows.slice(from, from + PIECE))
}

/** Rows of one statement: some megabytes. */
const PIECE = 2_000
