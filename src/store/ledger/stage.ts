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

/** What ordered stages have made of the whole store. */
export interface StageState {
  /** Of the rules they ran under. */
  readonly version: string
  /** The position at which they saw it. */
  readonly seen: number
  readonly load: number | null
}

const stageRow = z.object({ version: z.string(), seen: z.number(), load: z.number().nullable() })

export async function stageState({ pool, organisation }: Ledger): Promise<StageState | null> {
  return parseRow(stageRow, await retrying(() => pool.query('select version, seen, load from stage where organisation = $1', [organisation]))) ?? null
}

/** Whether evidence began or ceased to be seen after a position. */
export async function isChangedSince({ pool, organisation }: Ledger, position: number): Promise<boolean> {
  const row = parseRow(z.object({ changed: z.boolean() }), await retrying(() => pool.query(`
    select exists (select from load where organisation = $1 and run > $3 and (live_at > $2 or dead_at > $2)) as changed`,
  [organisation, position, NO_RUN])))!
  return row.changed
}

/** What of evidence began to be seen between two positions, by its loads; null when some also ceased to be. */
export async function loadsSince({ pool, organisation }: Ledger, after: number, until: number): Promise<readonly number[] | null> {
  const rows = parseRows(z.object({ load: z.number(), isNew: z.boolean() }), await retrying(() => pool.query(`
    select load, live_at > $2 as "isNew" from load
    where organisation = $1 and run > $4 and ((live_at > $2 and live_at <= $3 and (dead_at is null or dead_at > $3)) or (live_at <= $2 and dead_at > $2 and dead_at <= $3))`,
  [organisation, after, until, NO_RUN])))
  return rows.every(({ isNew }) => isNew) ? rows.map(({ load }) => load) : null
}

/** Whether stages have seen all that is seen now; so too where there are none. */
export async function areStagesSettled(ledger: Ledger): Promise<boolean> {
  const state = await stageState(ledger)
  return state === null || (state.version !== NO_RULES && !await isChangedSince(ledger, state.seen))
}

/** The version of stages whose statements were taken back. */
export const NO_RULES = ''

/** The run of what belongs to no evidence. */
const NO_RUN = 0

/**
 * Begins a load for what stages state; nobody sees its rows before {@link completeStages}. Only who folds does it: one that is still open
 * belongs to somebody who has lost the fold, or could not give it up on a full disk, and is dead now.
 */
export async function openStageLoad(ledger: Ledger, worker: string): Promise<number> {
  return inTransaction(ledger.pool, async client => {
    await client.query(`update load set state = 'dead', ended_at = now() where organisation = $1 and run = $2 and state = 'open'`, [ledger.organisation, NO_RUN])
    const load = await nextPosition(client)
    await client.query(`
      insert into load (organisation, worker, load, evidence, run, chunk, attempt) values ($1, $2, $3, '', $4, 0, $5)`,
    [ledger.organisation, worker, load, NO_RUN, randomUUID()])
    return load
  })
}

export interface StagesOutcome {
  readonly version: string
  readonly seen: number
  readonly matches: Digest
  readonly parts: readonly FindingPart[]
}

/**
 * Puts what stages state in the place of what they stated before, in one step; the matches are in the event store.
 *
 * @param before the state that was read first: when another has taken its place meanwhile, or the load was given up, nothing changes
 * @param load the load of their matches; null when they state nothing
 */
export async function completeStages(ledger: Ledger, before: StageState | null, load: number | null, { version, seen, matches, parts }: StagesOutcome): Promise<'renewed' | 'superseded'> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    await client.query('insert into stage (organisation, version, seen, load) values ($1, $2, -1, null) on conflict do nothing', [organisation, ''])
    const now = parseRow(stageRow, await client.query('select version, seen, load from stage where organisation = $1 for update', [organisation]))!
    if (now.load === load && load !== null) return 'renewed'
    if (load !== null && await stateOf(client, load) !== 'open') return 'superseded'
    if (now.load !== (before?.load ?? null)) {
      if (load !== null) await client.query(`update load set state = 'dead', ended_at = now() where load = $1 and state = 'open'`, [load])
      return 'superseded'
    }
    if (load !== null) await insertParts(client, organisation, parts.map(part => ({ load, part })))
    await client.query('update stage set version = $2, seen = $3, load = $4 where organisation = $1', [organisation, version, seen, load])
    if (load === null && now.load === null) return 'renewed'
    const position = await nextPosition(client)
    await client.query(`update load set state = 'dead', live_at = live_at, dead_at = $2, ended_at = now() where load = $1`, [now.load, position])
    await client.query(`
      update load set state = 'live', live_at = $2, ended_at = now(), match_count = $3, match_sum = $4, datasets = '{}', errors = $5 where load = $1`,
    [load, position, matches.count, decimal(matches), JSON.stringify({ listed: [], total: 0 })])
    return 'renewed'
  })
}

/** Null for a load that is forgotten; nobody changes it until the transaction ends. */
async function stateOf(client: PoolClient, load: number): Promise<string | null> {
  return parseRow(z.object({ state: z.string() }), await client.query('select state from load where load = $1 for update', [load]))?.state ?? null
}
