import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import type { EventScope } from '../../store/events/scope.ts'
import { scopeCondition } from '../../store/events/scope.ts'
import type { FoldState } from '../../store/ledger/fold.ts'
import { countCases, foldState } from '../../store/ledger/fold.ts'
import type { LoadCounts } from '../../store/ledger/load-counts.ts'
import { loadCounts } from '../../store/ledger/load-counts.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import type { ChunkCounts } from '../../store/ledger/status.ts'
import { chunkCounts, digests } from '../../store/ledger/status.ts'
import { areStagesSettled } from '../../store/ledger/stage.ts'
import type { StoredEvidence } from '../../store/ledger/stored-evidence.ts'
import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import type { IngestStore } from './ingest-store.ts'

export interface StoredDigests {
  readonly events: Digest
  readonly matches: Digest
}

/** How far everything is. */
export interface StoreStatus {
  /** Nothing waits, nothing is being built, and all of it is folded into cases. */
  readonly settled: boolean
  readonly position: number
  readonly digests: StoredDigests
  readonly evidence: readonly StoredEvidence[]
  readonly chunks: ChunkCounts
  readonly loads: LoadCounts
  readonly fold: FoldState
  readonly cases: number
}

export async function storeStatus({ ledger }: IngestStore): Promise<StoreStatus> {
  const { position } = await scopePosition(ledger)
  const fold = await foldState(ledger)
  const unfinished = await unfinishedRuns(ledger)
  return {
    settled: unfinished.length === 0 && fold.position === position && await areStagesSettled(ledger),
    position,
    digests: await digests(ledger),
    evidence: await storedEvidence(ledger),
    chunks: await chunkCounts(ledger),
    loads: await loadCounts(ledger),
    fold,
    cases: await countCases(ledger),
  }
}

/** Which rows of the event store count now. */
export async function eventScope({ ledger }: Pick<IngestStore, 'ledger'>): Promise<EventScope> {
  const { position, hidden } = await scopePosition(ledger)
  return { organisation: ledger.organisation, position, hiddenLoads: hidden }
}

const digestRow = z.object({ count: z.coerce.number(), sum: z.string() })

/** The same digests counted in the event store itself, row by row. @throws NoroshiError what the engine says */
export async function countedDigests(store: Pick<IngestStore, 'ledger' | 'clickhouse'>): Promise<StoredDigests> {
  const scope = await eventScope(store)
  return { events: await countedDigest(store, scope, 'events'), matches: await countedDigest(store, scope, 'matches') }
}

async function countedDigest({ clickhouse: { client } }: Pick<IngestStore, 'clickhouse'>, scope: EventScope, table: 'events' | 'matches'): Promise<Digest> {
  const parameters = new SqlParameters()
  const where = scopeCondition(scope, parameters)
  try {
    // Ids are big-endian; the sum is to be taken modulo 2¹²⁸, as this one overflows.
    const query = `SELECT toString(count()) AS count, toString(sumWithOverflow(reinterpretAsUInt128(reverse(id)))) AS sum FROM ${table} WHERE ${where}`
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow' })
    const [row] = await answer.json()
    const { count, sum } = digestRow.parse(row)
    return { count, sum: BigInt(sum).toString(16).padStart(32, '0') }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
