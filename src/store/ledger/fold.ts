import { z } from 'zod'
import { casesChanged } from '../cases/case-epoch.ts'
import type { StoredCase } from '../cases/stored-case.ts'
import { writeCases } from '../cases/write-cases.ts'
import type { AnchorPlace } from '../decisions/anchors.ts'
import { placeAnchors } from '../decisions/anchors.ts'
import { refreshStates } from '../decisions/case-state.ts'
import { countVerdicts } from '../decisions/verdicts.ts'
import { ADVISORY_LOCKS } from '../postgres/advisory-locks.ts'
import { parseRow } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** How far findings were folded into cases. */
export interface FoldState {
  /** How often; 0 before the first time. */
  readonly generation: number
  /** What was seen then. */
  readonly position: number
}

/** What people entered, as a fold took it into account. */
export interface FoldedDecisions {
  /** Where anchors are now, as far as it differs from what is written. */
  readonly places: readonly AnchorPlace[]
  /** How many verdicts the priorities follow, withdrawals included. */
  readonly counted: number
}

const foldRow = z.object({ generation: z.number(), position: z.number() })

export async function foldState({ pool, organisation }: Ledger): Promise<FoldState> {
  return parseRow(foldRow, await retrying(() => pool.query('select generation, position from fold where organisation = $1', [organisation])))
    ?? { generation: 0, position: 0 }
}

/** The right to fold, until it is given back or its connection breaks. */
export interface FoldElection {
  release(): Promise<void>
}

/** One process folds at a time; null while another does. */
export async function electFold({ pool, organisation }: Ledger): Promise<FoldElection | null> {
  return retrying(async () => {
    const client = await pool.connect()
    // A lost connection loses the election; what is saved afterwards is refused by its generation.
    client.on('error', () => {})
    try {
      const { elected } = parseRow(z.object({ elected: z.boolean() }),
        await client.query('select pg_try_advisory_lock($1, hashtext($2)) as elected', [ADVISORY_LOCKS.fold, organisation]))!
      // Closing the connection is what surely gives the lock back.
      if (elected) return { release: async () => client.release(true) }
    } catch (cause) {
      client.release(true)
      throw cause
    }
    client.release()
    return null
  })
}

/**
 * Replaces all cases by those of a new generation, with the position they were folded at, in one step; rows that stay the same are not
 * written. What people entered goes where its matches are now. `superseded` when somebody else has saved since the state was read, or a
 * verdict was given since.
 */
export async function saveCases(
  ledger: Ledger, before: FoldState, position: number, cases: readonly StoredCase[], decisions: FoldedDecisions,
): Promise<'saved' | 'superseded'> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    await client.query('insert into fold (organisation, generation, position) values ($1, 0, 0) on conflict do nothing', [organisation])
    const { rowCount } = await client.query(`
      update fold set generation = generation + 1, position = $3, folded_at = now() where organisation = $1 and generation = $2`,
    [organisation, before.generation, position])
    if (rowCount !== 1) return 'superseded' as const
    if (await countVerdicts(client, organisation) !== decisions.counted) {
      await client.query('update fold set generation = generation - 1, position = $2 where organisation = $1', [organisation, before.position])
      return 'superseded' as const
    }
    await placeAnchors(client, organisation, decisions.places)
    await writeCases(client, organisation, cases)
    await refreshStates(client, organisation)
    return 'saved' as const
  }).finally(() => casesChanged(ledger.pool, ledger.organisation))
}

/** How many cases the last complete generation has. */
export async function countCases({ pool, organisation }: Ledger): Promise<number> {
  return parseRow(z.object({ count: z.number() }), await retrying(() => pool.query('select count(*) from cases where organisation = $1', [organisation])))!.count
}
