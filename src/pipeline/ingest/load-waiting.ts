import type { Decoder } from '../../model/decoder.ts'
import { quarantineChunk } from '../../store/ledger/load.ts'
import type { WaitingChunk } from '../../store/ledger/run.ts'
import { switchLoads, waitingChunks } from '../../store/ledger/run.ts'
import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import { isSeekable } from '../evidence/member-locator.ts'
import { CHUNKS_IN_ONE_GO, CHUNKS_LISTED, PIECES_AHEAD } from './defaults.ts'
import type { IngestStore } from './ingest-store.ts'
import type { Piece } from './load-piece.ts'
import { loadPiece } from './load-piece.ts'
import type { MemberLocators } from './member-locators.ts'
import { ParallelWork } from './parallel-work.ts'
import type { ReadingVersion } from './reading-version.ts'
import { isOfVersion } from './reading-version.ts'
import type { LoadTools } from './try-chunks.ts'

export interface LoadOptions extends LoadTools {
  readonly locators: MemberLocators
  readonly decoders: readonly Decoder[]
  readonly version: ReadingVersion
  readonly workers: number
}

/** Loads whatever waits to be read by this program and these rules, whoever entered it, and shows the runs that are complete by it. */
export async function loadWaiting(store: IngestStore, options: LoadOptions): Promise<void> {
  for (;;) {
    const unfinished = await unfinishedRuns(store.ledger)
    const ours = new Set(unfinished.filter(run => isOfVersion(run, options.version)).map(({ run }) => run))
    const others = unfinished.filter(({ run }) => !ours.has(run)).reduce((sum, { waiting }) => sum + waiting, 0)
    const waiting = (await waitingChunks(store.ledger, CHUNKS_LISTED + others)).filter(({ run }) => ours.has(run))
    if (waiting.length === 0) break
    await loadAll(store, waiting, options)
  }
  for (const { run, state } of await unfinishedRuns(store.ledger)) if (state === 'building') await switchLoads(store.ledger, run)
}

async function loadAll(store: IngestStore, waiting: readonly WaitingChunk[], options: LoadOptions): Promise<void> {
  const work = new ParallelWork(options.workers + PIECES_AHEAD)
  for (const chunks of Map.groupBy(waiting, ({ run }) => run).values()) {
    for (const piece of await piecesOf(store, chunks, options)) await work.start(() => loadPiece(store, piece, options))
  }
  await work.end()
}

/** A member that can only be read from its start is read by one worker, some chunks at a time; of another, each chunk by any. */
async function piecesOf(store: IngestStore, chunks: readonly WaitingChunk[], { locators, decoders }: LoadOptions): Promise<Piece[]> {
  const sha256 = chunks[0]!.evidence
  const [stored] = await storedEvidence(store.ledger, sha256)
  const locator = stored === undefined ? null : await locators.find(sha256, stored.paths, decoders)
  if (stored === undefined || locator === null) {
    for (const { run, chunk } of chunks) await quarantineChunk(store.ledger, run, chunk.number, 'its bytes are not in the evidence store any more')
    return []
  }
  const evidence = { locator, sha256, bytes: stored.bytes }
  const together = isSeekable(locator) ? 1 : CHUNKS_IN_ONE_GO
  const groups = Map.groupBy(chunks, (_, index) => Math.floor(index / together))
  return [...groups.values()].map(group => ({ evidence, chunks: group }))
}
