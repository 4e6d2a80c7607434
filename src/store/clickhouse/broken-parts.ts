import type { ClickHouseClient } from '@clickhouse/client'
import * as z from 'zod'
import { quotedName, textLiteral } from './sql/literals.ts'
import { storeErrorOf } from './store-error.ts'

/** A part that the engine has set aside because it was not whole: mostly one that a full disk has cut short, and whose sources took its place again. */
export interface BrokenPart {
  readonly table: string
  readonly name: string
  readonly bytes: number
}

const rows = z.array(z.object({ table: z.string(), name: z.string(), bytes: z.coerce.number() }))

/** @throws {NoroshiError} what {@link storeErrorOf} gives */
export async function brokenParts(client: ClickHouseClient): Promise<readonly BrokenPart[]> {
  try {
    const answer = await client.query({
      query: `SELECT table, name, toString(bytes_on_disk) AS bytes FROM system.detached_parts WHERE database = currentDatabase() AND reason LIKE 'broken%' ORDER BY table, name`,
      format: 'JSONEachRow',
    })
    return rows.parse(await answer.json())
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

/** For ever: whoever asks knows that nothing in them is missed. @throws {NoroshiError} what {@link storeErrorOf} gives */
export async function removeBrokenParts(client: ClickHouseClient, parts: readonly BrokenPart[]): Promise<void> {
  try {
    for (const { table, name } of parts) {
      await client.command({ query: `ALTER TABLE ${quotedName(table)} DROP DETACHED PART ${textLiteral(name)}`, clickhouse_settings: { allow_drop_detached: 1 } })
    }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
