import * as z from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { SQL_RAW } from './raw-column.ts'
import { scopeCondition } from './scope.ts'

const row = z.object({ raw_hex: z.string() })

/** The exact bytes of an event as its evidence has them; null where none were kept, or there is no such event. */
export async function rawBytes(reader: EventReader, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const sql = `SELECT hex(${SQL_RAW}) AS raw_hex FROM events WHERE ${where} AND id = toFixedString(unhex(${parameters.text(id)}), 16) LIMIT 1`
  for await (const found of readRows(reader, sql, parameters)) {
    const { raw_hex } = row.parse(found)
    return raw_hex === '' ? null : new Uint8Array(Buffer.from(raw_hex, 'hex'))
  }
  return null
}
