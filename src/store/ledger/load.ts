import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import type { FindingPart } from '../../model/finding-part.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { decimal } from './decimal.ts'
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

/** A chunk, by the run it belongs to. */
export interface ChunkKey {
  readonly run: number
  readonly chunk: number
}

/** Begins an attempt at one chunk, as {@link openLoads} does at several. */
export async function openLoad(ledger: Ledger, run: number, chunk: number, worker: string): Promise<number | null> {
  return (await openLoads(ledger, [{ run, chunk }], worker))[0]!
}

const openedRow = z.object({ attempt: z.string(), load: z.number() })
const waitingRow = z.object({ run: z.number(), chunk: z.number(), evidence: z.string() })

/**
 * Begins attempts at chunks, all in one commit. Rows may go into the event store under the loads' numbers from now on; nobody sees them
 * before {@link completeChunks}.
 *
 * @param worker the process that will do it, as {@link abandonLoads} knows it
 * @returns the load of each; null when the chunk waits for nobody any more
 */
export async function openLoads(ledger: Ledger, wanted: readonly ChunkKey[], worker: string): Promise<(number | null)[]> {
  if (wanted.length === 0) return []
  const attempts = wanted.map(() => randomUUID())
  return inTransaction(ledger.pool, async client => {
    const opened = parseRows(openedRow, await client.query('select attempt, load from load where attempt = any ($1::uuid[])', [attempts]))
    if (opened.length > 0) return attempts.map(attempt => opened.find(each => each.attempt === attempt)?.load ?? null)
    const waiting = parseRows(waitingRow, await client.query(`
      select chunk.run, chunk.number as chunk, run.evidence
      from chunk join run on run.id = chunk.run
      where (chunk.run, chunk.number) in (select * from unnest($2::bigint[], $3::integer[])) and chunk.state = 'waiting' and run.organisation = $1
      order by chunk.run, chunk.number for update of chunk`, [ledger.organisation, wanted.map(({ run }) => run), wanted.map(({ chunk }) => chunk)]))
    if (waiting.length === 0) return wanted.map(() => null)
    const [runs, numbers] = [waiting.map(({ run }) => run), waiting.map(({ chunk }) => chunk)]
    await client.query(`
      update chunk set attempts = attempts + 1 where (run, number) in (select * from unnest($1::bigint[], $2::integer[]))`, [runs, numbers])
    const last = await nextPosition(client, waiting.length)
    const loads = waiting.map((_, index) => last - waiting.length + 1 + index)
    const attemptOf = new Map(wanted.map((key, index) => [keyText(key), attempts[index]]))
    await client.query(`
      insert into load (organisation, worker, load, evidence, run, chunk, attempt)
      select $1, $2, * from unnest($3::bigint[], $4::text[], $5::bigint[], $6::integer[], $7::uuid[])`,
    [ledger.organisation, worker, loads, waiting.map(({ evidence }) => evidence), runs, numbers, waiting.map(key => attemptOf.get(keyText(key)))])
    const loadOf = new Map(waiting.map((key, index) => [keyText(key), loads[index]!]))
    return wanted.map(key => loadOf.get(keyText(key)) ?? null)
  })
}

/** What became of an attempt whose rows are all in the event store. */
export type Completion = 'live' | 'ready' | 'superseded'

/** Completes one attempt, as {@link completeChunks} does several. */
export async function completeChunk(ledger: Ledger, load: number, result: ChunkResult): Promise<Completion> {
  return (await completeChunks(ledger, [{ load, result }]))[0]!
}

/**
 * Completes attempts whose events and matches are all in the event store, all in one commit: their finding parts are written, and each
 * begins to be seen (`live`), or waits until its whole run is shown (`ready`). `superseded` when another attempt was faster, the run was
 * replaced or the evidence deleted: nothing of it will ever be seen. May be asked again for the same loads.
 */
export async function completeChunks(ledger: Ledger, ended: readonly { readonly load: number; readonly result: ChunkResult }[]): Promise<Completion[]> {
  return inTransaction(ledger.pool, async client => {
    const attempts = await lockAttempts(client, ledger, ended.map(({ load }) => load))
    const taken = new Set<string>()
    const done: Done[] = []
    const late: number[] = []
    const completions = ended.map(({ load, result }): Completion => {
      const attempt = attempts.get(load)
      if (attempt === undefined || attempt.state === 'dead') return 'superseded'
      const { state, run, chunk, chunkState, runState } = attempt
      if (state === 'live' || state === 'ready') return state
      if (chunkState !== 'waiting' || runState === null || taken.has(keyText(attempt))) {
        late.push(load)
        return 'superseded'
      }
      taken.add(keyText(attempt))
      const completion = runState === 'current' ? 'live' : 'ready'
      done.push({ load, result, run, chunk, completion })
      return completion
    })
    if (late.length > 0) await client.query(`update load set state = 'dead', ended_at = now() where load = any ($1)`, [late])
    if (done.length > 0) await writeResults(client, ledger.organisation, done)
    return completions
  })
}

interface Done extends ChunkKey {
  readonly load: number
  readonly result: ChunkResult
  readonly completion: 'live' | 'ready'
}

async function writeResults(client: PoolClient, organisation: string, done: readonly Done[]): Promise<void> {
  await insertParts(client, organisation, done.flatMap(({ load, result }) => result.parts.map(part => ({ load, part }))))
  const loads = done.map(({ load }) => load)
  await client.query(`
    update chunk set state = 'done', load = ended.load, error = null from unnest($1::bigint[], $2::integer[], $3::bigint[]) as ended (run, number, load)
    where chunk.run = ended.run and chunk.number = ended.number`, [done.map(({ run }) => run), done.map(({ chunk }) => chunk), loads])
  const isLive = done.some(({ completion }) => completion === 'live')
  const position = isLive ? await nextPosition(client) : null
  await client.query(`
    update load set event_count = ended.events, event_sum = ended.event_sum, match_count = ended.matches, match_sum = ended.match_sum,
      datasets = ended.datasets, errors = ended.errors, state = ended.state, live_at = case when ended.state = 'live' then $9::bigint end, ended_at = now()
    from unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::bigint[], $5::numeric[], $6::json[], $7::json[], $8::text[])
      as ended (load, events, event_sum, matches, match_sum, datasets, errors, state)
    where load.load = ended.load`,
  [
    loads, done.map(({ result }) => result.events.count), done.map(({ result }) => decimal(result.events)),
    done.map(({ result }) => result.matches.count), done.map(({ result }) => decimal(result.matches)),
    done.map(({ result }) => JSON.stringify(result.datasets)), done.map(({ result }) => JSON.stringify(result.errors)),
    done.map(({ completion }) => completion), position,
  ])
}

/**
 * Gives up an attempt: its load is dead, and the chunk waits for another.
 *
 * @returns how often attempts at this chunk have failed
 */
export async function failLoad(ledger: Ledger, load: number, reason: string): Promise<number> {
  return inTransaction(ledger.pool, async client => {
    const attempt = (await lockAttempts(client, ledger, [load])).get(load)
    if (attempt === undefined) return 0
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

/** The processes that have loads open. */
export async function loadingWorkers({ pool, organisation }: Ledger): Promise<string[]> {
  const rows = parseRows(z.object({ worker: z.string() }), await retrying(() => pool.query(`
    select distinct worker from load where organisation = $1 and state = 'open' order by worker`, [organisation])))
  return rows.map(({ worker }) => worker)
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
  load: z.number(),
  run: z.number(),
  chunk: z.number(),
  state: z.enum(['open', 'ready', 'live', 'dead']),
  chunkState: z.enum(['waiting', 'done', 'quarantined']).nullable(),
  /** Null when the run was replaced or dropped. */
  runState: z.enum(['building', 'current']).nullable(),
})

/**
 * Holds evidence, chunks and loads until the transaction ends, in this order and each kind in its own, so that nobody waits in a circle.
 * By load; one that is not there is left out.
 */
async function lockAttempts(client: PoolClient, { organisation }: Ledger, loads: readonly number[]): Promise<ReadonlyMap<number, z.infer<typeof attemptRow>>> {
  await client.query(`
    select from evidence where organisation = $1 and sha256 in (select evidence from load where organisation = $1 and load = any ($2))
    order by sha256 for share`, [organisation, loads])
  await client.query('select from chunk where (run, number) in (select run, chunk from load where load = any ($1)) order by run, number for update', [loads])
  await client.query('select from load where load = any ($1) order by load for update', [loads])
  const rows = parseRows(attemptRow, await client.query(`
    select load.load, load.run, load.chunk, load.state, chunk.state as "chunkState", run.state as "runState"
    from load left join run on run.id = load.run left join chunk on chunk.run = load.run and chunk.number = load.chunk
    where load.load = any ($1) and load.organisation = $2`, [loads, organisation]))
  return new Map(rows.map(row => [row.load, row]))
}

function keyText({ run, chunk }: ChunkKey): string {
  return `${run} ${chunk}`
}
