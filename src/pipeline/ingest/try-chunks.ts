import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DecodeError } from '../../model/decoder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { eventInsert, matchInsert } from '../../store/events/event-insert.ts'
import { abandonLoad } from '../../store/ledger/abandon-load.ts'
import { completeChunk, failLoad, openLoad, quarantineChunk } from '../../store/ledger/load.ts'
import type { WaitingChunk } from '../../store/ledger/run.ts'
import { TASK_ATTEMPTS } from '../defaults.ts'
import type { EvidenceProgress } from '../evidence-task.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import { isDiskFull } from './disk-full.ts'
import type { AttemptResult, SpooledChunk } from './ingest-chunks.ts'
import type { IngestStore } from './ingest-store.ts'
import { deaths, ingestOn } from './ingest-tasks.ts'
import type { RunTask } from './ingest-tasks.ts'
import type { RoomPause } from './room-pause.ts'
import type { RowRange } from './row-range.ts'
import type { SpooledRows, SpoolPaths } from './spool-sink.ts'

/** What loading chunks needs beside the store. */
export interface LoadTools {
  readonly run: RunTask
  readonly room: RoomPause
  onProgress(progress: EvidenceProgress): void
}

/** The evidence that chunks are read from. */
export interface ReadableEvidence {
  readonly locator: MemberLocator
  readonly sha256: string
  /** Decompressed. */
  readonly bytes: number
}

/** One chunk, and what is wanted of it. */
export interface ChunkWish {
  readonly waiting: WaitingChunk
  /** Rows to look at; all without it. */
  readonly rows?: readonly RowRange[]
  /** What is told of the rows that are left out. */
  readonly errors?: readonly DecodeError[]
  /** To show what is read, or only to learn whether the store takes it. */
  readonly purpose: 'complete' | 'probe'
}

export type ChunkOutcome =
  /** Done, quarantined, or somebody else's; of a probe: the store takes it. */
  | { readonly kind: 'settled' }
  /** Its worker died for the first time, or that of another chunk read with it. */
  | { readonly kind: 'again' }
  | { readonly kind: 'no-room'; readonly cause: unknown }
  | { readonly kind: 'store-broke'; readonly cause: unknown }
  | { readonly kind: 'refused'; readonly spooled: SpooledChunk; readonly cause: NoroshiError }

export const SETTLED = { kind: 'settled' } as const

/**
 * One attempt at chunks of one run, read by one worker in one go; one outcome for each. Whatever the outcome, no load is left open and no
 * spool file lies about.
 *
 * @throws what is no outcome: a defect, or a ledger that is gone
 */
export async function tryChunks(store: IngestStore, evidence: ReadableEvidence, wishes: readonly ChunkWish[], tools: LoadTools): Promise<ChunkOutcome[]> {
  const begun: { wish: ChunkWish; load: number }[] = []
  for (const wish of wishes) {
    const load = await openLoad(store.ledger, wish.waiting.run, wish.waiting.chunk.number, store.worker)
    if (load !== null) begun.push({ wish, load })
  }
  const [first] = begun
  if (first === undefined) return wishes.map(() => SETTLED)
  const { settings, format } = first.wish.waiting
  const outcome = await ingestOn(tools.run, {
    kind: 'ingest',
    organisation: store.ledger.organisation,
    surveyed: { ...evidence, format, encoding: settings.encoding, isText: false, chunks: [], errors: [] },
    settings: { date: settings.date, encoding: settings.encoding, recover: settings.recover },
    attempts: begun.map(({ wish: { waiting, rows }, load }) => ({ chunk: waiting.chunk, load, spool: spoolPaths(store, load), ...(rows === undefined ? {} : { rows }) })),
  }, tools.onProgress)
  const outcomes = new Map<ChunkWish, ChunkOutcome>()
  for (const [index, { wish, load }] of begun.entries()) {
    outcomes.set(wish, outcome.kind === 'read'
      ? await keepOrGiveUp(store, wish, load, outcome.results[index]!)
      : await giveUp(store, wish, load, outcome, begun.length))
    await removeSpooled(spoolPaths(store, load))
  }
  return wishes.map(wish => outcomes.get(wish) ?? SETTLED)
}

async function keepOrGiveUp(store: IngestStore, wish: ChunkWish, load: number, result: AttemptResult): Promise<ChunkOutcome> {
  const outcome = await insertAndComplete(store, wish, load, result)
  if (outcome.kind !== 'settled' || wish.purpose === 'probe') await abandonLoad(store.ledger, load)
  return outcome
}

async function insertAndComplete(store: IngestStore, { errors = [], purpose }: ChunkWish, load: number, result: AttemptResult): Promise<ChunkOutcome> {
  if (result.kind === 'disk-full') {
    return { kind: 'no-room', cause: new NoroshiError('disk-full', `there is no room left in ${store.folder.spool}`) }
  }
  try {
    await insertSpooled(store, result.rows)
    if (purpose === 'probe') return SETTLED
    const { listed, total } = result.inspected.errors
    await completeChunk(store.ledger, load, { ...result.inspected, errors: { listed: [...listed, ...errors], total: total + errors.length } })
    return SETTLED
  } catch (cause) {
    if (isDiskFull(cause)) return { kind: 'no-room', cause }
    if (!(cause instanceof NoroshiError)) throw cause
    if (cause.code === 'store-refused') return { kind: 'refused', spooled: result, cause }
    if (cause.code === 'store-unavailable' || cause.code === 'query-too-large') return { kind: 'store-broke', cause }
    throw cause
  }
}

/** After a worker that died or a defect: of several chunks nobody knows which it was. */
async function giveUp(
  store: IngestStore, { waiting: { run, chunk } }: ChunkWish, load: number, { kind, reason }: { readonly kind: 'died' | 'defect'; readonly reason: string }, together: number,
): Promise<ChunkOutcome> {
  if (kind === 'defect' && together > 1) {
    await abandonLoad(store.ledger, load)
    return { kind: 'again' }
  }
  const failures = await failLoad(store.ledger, load, reason)
  const last = together === 1 && (kind === 'defect' || failures >= TASK_ATTEMPTS)
  if (!last) return { kind: 'again' }
  const why = kind === 'defect' ? reason : deaths(failures, { message: reason })
  await quarantineChunk(store.ledger, run, chunk.number, `bytes ${chunk.from} to ${chunk.to} could not be inspected: ${why}`)
  return SETTLED
}

async function insertSpooled({ clickhouse }: IngestStore, { events, matches }: SpooledRows): Promise<void> {
  if (events !== null) await clickhouse.insertFile(eventInsert(events))
  if (matches !== null) await clickhouse.insertFile(matchInsert(matches))
}

function spoolPaths({ folder }: IngestStore, load: number): SpoolPaths {
  return { events: join(folder.spool, `${load}.events`), matches: join(folder.spool, `${load}.matches`) }
}

async function removeSpooled({ events, matches }: SpoolPaths): Promise<void> {
  await rm(events, { force: true })
  await rm(matches, { force: true })
}
