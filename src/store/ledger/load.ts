import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import type { FindingPart } from '../../model/finding-part.ts'
import { parseRow } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { insertParts } from './finding-parts.ts'
import type { Ledger } from './ledger.ts'
import { nextPosition } from './position.ts'
import type { ListedErrors } from './record-evidence.ts'

/** What a chunk gave. */
export interface ChunkResult {
  readonly events: Digest
  readonly matches: Digest
  /** Events per dataset. */
  readonly datasets: Readonly<Record<string, number>>
  readonly parts: readonly FindingPart[]
  readonly errors: ListedErrors
}

/**
 * Begins an attempt at a chunk. Rows may go into the event store under the load's number from now on; nobody sees them before
 * {@link completeChunk}.
 *
 * @param worker the process that will do it, as {@link abandonLoads} knows it
 * @returns the load; null when the chunk waits for nobody any more
 */
export async function openLoad(ledger: Ledger, run: number, chunk: number, worker: string): Promise<number | null> {
  const attempt = randomUUID()
  return inTransaction(ledger.pool, async client => {
    const opened = parseRow(z.object({ load: z.number() }), await client.query('select load from load where attempt = $1', [attempt]))
    if (opened !== undefined) return opened.load
    const found = parseRow(z.object({ evidence: z.string() }), await client.query(`
      update chunk set attempts = attempts + 1 from run
      where chunk.run = $1 and chunk.number = $2 and chunk.state = 'waiting' and run.id = chunk.run and run.organisation = $3
      returning run.evidence`, [run, chunk, ledger.organisation]))
    if (found === undefined) return null
    const load = await nextPosition(client)
    await client.query('insert into load (load, organisation, evidence, run, chunk, attempt, worker) values ($1, $2, $3, $4, $5, $6, $7)',
      [load, ledger.organisation, found.evidence, run, chunk, attempt, worker])
    return load
  })
}

/**
 * Completes an attempt whose events and matches are all in the event store: its finding parts are written, and it begins to be seen
 * (`live`), or waits until its whole run is shown (`ready`). `superseded` when another attempt was faster, the run was replaced or the
 * evidence deleted: nothing of it will ever be seen. May be asked again for the same load.
 */
export async function completeChunk(ledger: Ledger, load: number, result: ChunkResult): Promise<'live' | 'ready' | 'superseded'> {
  return inTransaction(ledger.pool, async client => {
    const attempt = await lockAttempt(client, ledger, load)
    if (attempt === null) return 'superseded'
    const { state, chunkState, runState } = attempt
    if (state === 'live' || state === 'ready') return state
    if (state === 'dead') return 'superseded'
    if (chunkState !== 'waiting' || runState === null) {
      await client.query(`update load set state = 'dead', ended_at = now() where load = $1`, [load])
      return 'superseded'
    }
    await insertParts(client, ledger.organisation, load, result.parts)
    const { run, chunk } = attempt
    await client.query(`update chunk set state = 'done', load = $3, error = null where run = $1 and number = $2`, [run, chunk, load])
    await client.query(`
      update load set event_count = $2, event_sum = $3, match_count = $4, match_sum = $5, datasets = $6, errors = $7 where load = $1`,
    [
      load, result.events.count, decimal(result.events), result.matches.count, decimal(result.matches),
      JSON.stringify(result.datasets), JSON.stringify(result.errors),
    ])
    const ended = runState === 'current' ? 'live' : 'ready'
    const position = ended === 'live' ? await nextPosition(client) : null
    await client.query('update load set state = $2, live_at = $3, ended_at = now() where load = $1', [load, ended, position])
    return ended
  })
}

/**
 * Gives up an attempt: its load is dead, and the chunk waits for another.
 *
 * @returns how often attempts at this chunk have failed
 */
export async function failLoad(ledger: Ledger, load: number, reason: string): Promise<number> {
  return inTransaction(ledger.pool, async client => {
    const attempt = await lockAttempt(client, ledger, load)
    if (attempt === null) return 0
    const failed = attempt.state === 'open' ? 1 : 0
    await client.query(`update load set state = 'dead', ended_at = now() where load = $1 and state = 'open'`, [load])
    const row = parseRow(z.object({ failures: z.number() }), await client.query(`
      update chunk set failures = failures + $3, error = case when $3 = 1 then $4::json else error end
      where run = $1 and number = $2 returning failures`, [attempt.run, attempt.chunk, failed, JSON.stringify(reason)]))
    return row?.failures ?? 0
  })
}

/** Tries a chunk no more; the rest of its evidence goes on without it. */
export async function quarantineChunk({ pool, organisation }: Ledger, run: number, chunk: number, reason: string): Promise<void> {
  await retrying(() => pool.query(`
    update chunk set state = 'quarantined', error = $4 from run
    where chunk.run = $1 and chunk.number = $2 and chunk.state = 'waiting' and run.id = chunk.run and run.organisation = $3`,
  [run, chunk, organisation, JSON.stringify(reason)]))
}

/**
 * Gives up what processes that are gone have left open; a start does it before it begins.
 *
 * @param living the processes that still work
 * @returns how many loads were open
 */
export async function abandonLoads({ pool, organisation }: Ledger, living: readonly string[]): Promise<number> {
  const { rowCount } = await retrying(() => pool.query(`
    update load set state = 'dead', ended_at = now() where organisation = $1 and state = 'open' and worker <> all ($2)`, [organisation, living]))
  return rowCount ?? 0
}

const attemptRow = z.object({
  run: z.number(),
  chunk: z.number(),
  state: z.enum(['open', 'ready', 'live', 'dead']),
  chunkState: z.enum(['waiting', 'done', 'quarantined']).nullable(),
  /** Null when the run was replaced or dropped. */
  runState: z.enum(['building', 'current']).nullable(),
})

/**
 * Holds evidence, chunk and load until the transaction ends, in this order, so that nobody waits in a circle; null when there is no such
 * load.
 */
async function lockAttempt(client: PoolClient, { organisation }: Ledger, load: number): Promise<z.infer<typeof attemptRow> | null> {
  await client.query(`
    select from evidence where (organisation, sha256) = (select organisation, evidence from load where load = $1) for share`, [load])
  await client.query('select from chunk where (run, number) = (select run, chunk from load where load = $1) for update', [load])
  await client.query('select from load where load = $1 for update', [load])
  return parseRow(attemptRow, await client.query(`
    select load.run, load.chunk, load.state, chunk.state as "chunkState", run.state as "runState"
    from load left join run on run.id = load.run left join chunk on chunk.run = load.run and chunk.number = load.chunk
    where load.load = $1 and load.organisation = $2`, [load, organisation])) ?? null
}

function decimal({ sum }: Digest): string {
  return BigInt(`0x${sum}`).toString()
}
