import { randomUUID } from 'node:crypto'
import { inTransaction } from '../postgres/transaction.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { nextPosition } from '../ledger/position.ts'

/** The run of what sensors saw, which belongs to no evidence; ordered stages have nothing to do with it. */
const SENSOR_RUN = -1

/** Begins a load for a piece of a sensor; nobody sees its rows before {@link completeSensorLoad}. @param worker the process that inserts it */
export async function openSensorLoad({ pool, organisation }: Ledger, worker: string): Promise<number> {
  return inTransaction(pool, async client => {
    const load = await nextPosition(client)
    await client.query(`insert into load (organisation, worker, load, evidence, run, chunk, attempt) values ($1, $2, $3, 'telescope', $4, 0, $5)`,
      [organisation, worker, load, SENSOR_RUN, randomUUID()])
    return load
  })
}

/** All rows are in the event store: they begin to be seen. */
export async function completeSensorLoad({ pool, organisation }: Ledger, load: number): Promise<void> {
  await inTransaction(pool, async client => {
    const position = await nextPosition(client)
    await client.query(`
      update load set state = 'live', live_at = $3, ended_at = now(), event_count = 0, event_sum = 0, match_count = 0, match_sum = 0, datasets = '{}',
        errors = '{"listed":[],"total":0}'
      where organisation = $1 and load = $2 and state = 'open'`, [organisation, load, position])
  })
}

/** Gives a load up: its rows are never seen, and deleted later. */
export async function failSensorLoad({ pool, organisation }: Ledger, load: number): Promise<void> {
  await pool.query(`update load set state = 'dead', ended_at = now() where organisation = $1 and load = $2 and state = 'open'`, [organisation, load])
}
