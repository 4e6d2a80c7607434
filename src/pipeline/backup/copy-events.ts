import { createHash } from 'node:crypto'
import type { ClickHouseClient } from '@clickhouse/client'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { countLoads, readLoads, storedColumns } from '../../store/backup/event-parts.ts'
import { LOAD_TABLES } from '../../store/backup/defaults.ts'
import type { LiveLoad } from '../../store/backup/live-loads.ts'
import { digestsOf, loadGroups } from '../../store/backup/live-loads.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import { objectName } from './box.ts'
import type { Part } from './manifest.ts'
import { pack } from './pack.ts'
import type { PartWriter } from './part-writer.ts'

/**
 * Copies the rows of loads, in groups. Rows never change, so a group that an earlier backup in the same box has copied is taken over; what
 * is copied is counted and compared with what the ledger says.
 *
 * @param earlier parts of earlier backups, by what they were made of
 * @throws NoroshiError `store-refused` when the event store does not hold what the ledger says, or what the engine says
 */
export async function copyEvents(
  client: ClickHouseClient, loads: readonly LiveLoad[], writer: PartWriter, earlier: ReadonlyMap<string, Part>,
): Promise<Part[]> {
  const parts: Part[] = []
  const columnsOf = new Map<string, string[]>()
  for (const table of LOAD_TABLES) columnsOf.set(table, await storedColumns(client, table))
  for (const [number, group] of loadGroups(loads).entries()) {
    const numbers = group.map(({ load }) => load)
    let copied = 0
    for (const [table, columns] of columnsOf) {
      const source = createHash('sha256').update(JSON.stringify([table, columns, numbers])).digest('hex')
      const there = earlier.get(source)
      if (there?.kind === 'events' && await writer.box.has(objectName(there.object))) {
        parts.push({ ...there, number })
        continue
      }
      copied++
      parts.push({ kind: 'events', table, columns, number, source, ...await writer.write(pack(rowsOf(client, table, columns, numbers))) })
    }
    if (copied > 0) await compare(client, group)
  }
  return parts
}

async function* rowsOf(client: ClickHouseClient, table: string, columns: readonly string[], loads: readonly number[]): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* await readLoads(client, table, columns, loads)
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

/** After they were copied: who deletes rows begins with events, so that none of what was copied before was missing any. */
async function compare(client: ClickHouseClient, group: readonly LiveLoad[]): Promise<void> {
  const numbers = group.map(({ load }) => load)
  const expected = digestsOf(group)
  for (const table of ['events', 'matches'] as const) {
    const found = await countLoads(client, table, numbers)
    if (found.count === expected[table].count && found.sum === expected[table].sum) continue
    throw new NoroshiError('store-refused', `the event store holds ${found.count} ${table} of loads ${numbers[0]} to ${numbers.at(-1)}, `
      + `the ledger says ${expected[table].count}: noroshi status --verify tells more; no backup was made of it`)
  }
}
