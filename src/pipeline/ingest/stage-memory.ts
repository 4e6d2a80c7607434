import type { Pool } from 'pg'
import type { StageState } from '../../store/ledger/stage.ts'
import { SnapshotKeeper } from '../ordered/snapshot-keeper.ts'

/** What this process remembers of its last run of ordered stages over a store: only where it goes on from; lost, all is seen from the beginning. */
export interface StageMemory {
  readonly snapshots: SnapshotKeeper
  /** What the run had made of the store; null before the first. */
  readonly made: StageState | null
}

const MEMORIES = new WeakMap<Pool, Map<string, StageMemory>>()

const NOTHING = { made: null } as const

/** What is remembered, when what the store has was made by the run that it is of. */
export function recallStages(pool: Pool, organisation: string, now: StageState | null): StageMemory {
  const memory = MEMORIES.get(pool)?.get(organisation)
  const isOfThis = memory?.made !== undefined && memory.made !== null && now !== null
    && memory.made.version === now.version && memory.made.seen === now.seen && memory.made.load === now.load
  return isOfThis ? memory : { ...NOTHING, snapshots: new SnapshotKeeper() }
}

/** @param made null: what is remembered is of no use */
export function rememberStages(pool: Pool, organisation: string, snapshots: SnapshotKeeper, made: StageState | null): void {
  const memories = MEMORIES.get(pool) ?? new Map<string, StageMemory>()
  MEMORIES.set(pool, memories)
  if (made === null) memories.delete(organisation)
  else memories.set(organisation, { snapshots, made })
}
