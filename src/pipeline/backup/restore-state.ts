import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { StateRow } from '../../store/backup/state-tables.ts'
import { emptyTables, fillTable, stateRows, stateTables } from '../../store/backup/state-tables.ts'
import { addAudit } from '../../store/ledger/audit.ts'
import { parseRow } from '../../store/postgres/rows.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import { readPart } from './check-backup.ts'
import type { Manifest, Part } from './manifest.ts'
import type { OpenBox } from './open-box.ts'
import { unpack } from './pack.ts'

type TablePart = Extract<Part, { kind: 'table' }>

/**
 * Fills the tables of a state store that has none of its own, and reads them back: they hold what the backup says.
 *
 * @param pool with the tables as they were then
 * @throws NoroshiError `data-not-ours` when evidence is in it, `bad-backup`
 */
export async function restoreState(pool: Pool, box: OpenBox, { parts }: Manifest): Promise<void> {
  const tables = parts.filter(part => part.kind === 'table')
  await inTransaction(pool, async client => {
    const { used } = parseRow(z.object({ used: z.boolean() }), await client.query('select exists (select from load) or exists (select from evidence) as used'))!
    if (used) throw new NoroshiError('data-not-ours', 'the PostgreSQL of this configuration holds something already')
    await emptyTables(client, await stateTables(client))
    for (const table of tables) await fillTable(client, table, rowsOf(box, table))
  })
  await inTransaction(pool, async client => {
    for (const table of tables) await compare(client, table)
  })
}

/** What was under way when the backup was made begins anew, in this folder. @param person who restores */
export async function settleState(pool: Pool, { folder, organisations, made }: Manifest, path: string, name: string, person: string): Promise<void> {
  await inTransaction(pool, async client => {
    await client.query(`update load set state = 'dead', ended_at = now() where state = 'open'`)
    await client.query(`update job set files = replace(files::text, $1, $2)::json where state in ('waiting', 'running', 'folding')`, [inJson(folder), inJson(path)])
    for (const organisation of organisations) {
      await addAudit(client, organisation.name, { person, action: 'backup.restore', subject: name, details: { made } })
    }
  })
}

function inJson(path: string): string {
  return JSON.stringify(`${path}/`).slice(1, -1)
}

async function compare(client: PoolClient, table: TablePart): Promise<void> {
  const hash = createHash('sha256')
  for await (const rows of stateRows(client, table)) hash.update(rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  if (hash.digest('hex') !== table.content) throw new NoroshiError('bad-backup', `table ${table.name} holds other rows than the backup says`)
}

const rowSchema = z.array(z.string().nullable())

async function* rowsOf(box: OpenBox, table: TablePart): AsyncGenerator<StateRow, void, undefined> {
  let rest = Buffer.alloc(0)
  for await (const block of unpack(readPart(box, table))) {
    const text = rest.length === 0 ? Buffer.from(block) : Buffer.concat([rest, block])
    let from = 0
    for (let end = text.indexOf(0x0a); end >= 0; end = text.indexOf(0x0a, from)) {
      yield rowSchema.parse(JSON.parse(text.toString('utf8', from, end)))
      from = end + 1
    }
    rest = text.subarray(from)
  }
}
