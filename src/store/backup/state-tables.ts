import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { FILL_BYTES, FILL_ROWS, LEFT_OUT_TABLES, READ_ROWS } from './defaults.ts'

/** A table of the state store, as it is copied: every value as PostgreSQL writes it in text, which it reads back as the same value. */
export interface StateTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** One row: a text or null for each column. */
export type StateRow = readonly (string | null)[]

const tableRow = z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) })
const referenceRow = z.object({ from: z.string(), to: z.string() })

/** All tables but those that are made anew, each behind those it refers to. */
export async function stateTables(client: PoolClient): Promise<StateTable[]> {
  const tables = parseRows(tableRow, await client.query(`
    select class.relname as name,
      json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum) as columns
    from pg_class class join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
    where class.relkind = 'r' and class.relnamespace = current_schema()::regnamespace and class.relname <> all ($1)
    group by class.relname order by class.relname`, [LEFT_OUT_TABLES]))
  const references = parseRows(referenceRow, await client.query(`
    select source.relname as from, target.relname as to
    from pg_constraint join pg_class source on source.oid = conrelid join pg_class target on target.oid = confrelid
    where contype = 'f' and conrelid <> confrelid`))
  return inOrder(tables, references)
}

function inOrder(tables: readonly StateTable[], references: readonly z.infer<typeof referenceRow>[]): StateTable[] {
  const names = new Set(tables.map(({ name }) => name))
  const ordered: StateTable[] = []
  const placed = new Set<string>()
  const place = (table: StateTable, behind: readonly string[]) => {
    if (placed.has(table.name) || behind.includes(table.name)) return
    for (const { to: target } of references.filter(({ from, to }) => from === table.name && names.has(to))) {
      place(tables.find(({ name }) => name === target)!, [...behind, table.name])
    }
    placed.add(table.name)
    ordered.push(table)
  }
  for (const table of tables) place(table, [])
  return ordered
}

/** Every row, in the order of the table's key: the same rows give the same sequence. The client is in a transaction. */
export async function* stateRows(client: PoolClient, table: StateTable): AsyncGenerator<readonly StateRow[]> {
  const texts = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ')
  await client.query(`declare copied no scroll cursor for select ${texts} from ${quoted(table.name)} ${await keyOrder(client, table.name)}`)
  try {
    for (;;) {
      const { rows } = await client.query<(string | null)[]>({ text: `fetch ${READ_ROWS} from copied`, rowMode: 'array' })
      if (rows.length === 0) return
      yield rows
    }
  } finally {
    await client.query('close copied').catch(() => {})
  }
}

/** Empties the tables: migrations have put rows of their own into them. */
export async function emptyTables(client: PoolClient, tables: readonly StateTable[]): Promise<void> {
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')} cascade`)
}

/** Puts rows into an empty table, in their order, with the numbers they had. @returns how many */
export async function fillTable(client: PoolClient, table: StateTable, rows: AsyncIterable<StateRow>): Promise<number> {
  const names = table.columns.map(({ name }) => quoted(name))
  const values = table.columns.map(({ type }, index) => `c${index}::${type}`)
  const insert = `insert into ${quoted(table.name)} (${names.join(', ')}) overriding system value
    select ${values.join(', ')} from unnest(${table.columns.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as r(${names.map((_, index) => `c${index}`).join(', ')})`
  let waiting: StateRow[] = []
  let bytes = 0
  let count = 0
  const flush = async () => {
    if (waiting.length > 0) await client.query(insert, table.columns.map((_, index) => waiting.map(row => row[index] ?? null)))
    count += waiting.length
    waiting = []
    bytes = 0
  }
  for await (const row of rows) {
    waiting.push(row)
    bytes += row.reduce((sum, text) => sum + (text?.length ?? 0), 0)
    if (waiting.length >= FILL_ROWS || bytes >= FILL_BYTES) await flush()
  }
  await flush()
  await setSequence(client, table)
  return count
}

/** New rows get numbers behind those that are there. */
async function setSequence(client: PoolClient, { name, columns }: StateTable): Promise<void> {
  for (const column of columns) {
    const row = parseRow(z.object({ sequence: z.string().nullable() }), await client.query('select pg_get_serial_sequence($1, $2) as sequence', [quoted(name), column.name]))
    const sequence = row?.sequence ?? null
    if (sequence === null) continue
    await client.query(`select setval($1, coalesce(max(${quoted(column.name)}), 0) + 1, false) from ${quoted(name)}`, [sequence])
  }
}

async function keyOrder(client: PoolClient, table: string): Promise<string> {
  const key = parseRows(z.object({ name: z.string(), isText: z.boolean() }), await client.query(`
    select attname as name, attcollation <> 0 as "isText"
    from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
    where indrelid = $1::regclass and indisprimary order by array_position(indkey::int2[], attnum)`, [quoted(table)]))
  return key.length === 0 ? '' : `order by ${key.map(({ name, isText }) => `${quoted(name)}${isText ? ' collate "C"' : ''}`).join(', ')}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
