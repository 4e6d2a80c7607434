import { switchLoads } from '../../store/ledger/run.ts'
import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import { Arrivals } from './arrivals.ts'
import { PIECES_AHEAD } from './defaults.ts'
import type { IngestStore } from './ingest-store.ts'
import { loadPiece } from './load-piece.ts'
import { ParallelWork } from './parallel-work.ts'
import type { LoadTools } from './try-chunks.ts'
import type { PieceOptions } from './waiting-pieces.ts'
import { WaitingPieces } from './waiting-pieces.ts'

export interface LoadOptions extends LoadTools, PieceOptions {
  readonly workers: number
  /** Nothing new is begun once it is aborted. */
  readonly stop?: AbortSignal
}

/**
 * Loads whatever waits to be read by this program and these rules, whoever entered it, and shows the runs that are complete by it.
 *
 * @param arriving what is being entered meanwhile is loaded too, until its end
 */
export async function loadWaiting(store: IngestStore, options: LoadOptions, arriving: Arrivals = nothingArrives()): Promise<void> {
  try {
    await loadPass(store, options, arriving)
    // What was entered out of its turn.
    while (await loadPass(store, options, nothingArrives()) > 0);
  } finally {
    await options.spares.remove()
  }
  for (const { run, state } of await unfinishedRuns(store.ledger)) if (state === 'building') await switchLoads(store.ledger, run)
}

/** @returns how many pieces there were */
async function loadPass(store: IngestStore, options: LoadOptions, arriving: Arrivals): Promise<number> {
  const pieces = new WaitingPieces(store, options)
  const work = new ParallelWork(options.workers + PIECES_AHEAD)
  let count = 0
  try {
    while (options.stop?.aborted !== true) {
      // Only then looks what waits: the longer it waited, the more goes together.
      await work.room()
      const { ended } = arriving
      const arrival = arriving.next()
      const piece = await pieces.next()
      if (piece === null && ended) break
      if (piece === null) await arrival
      else {
        count++
        await work.start(() => loadPiece(store, piece, options))
      }
    }
  } finally {
    await work.idle()
  }
  await work.end()
  return count
}

function nothingArrives(): Arrivals {
  const arrivals = new Arrivals()
  arrivals.end()
  return arrivals
}
