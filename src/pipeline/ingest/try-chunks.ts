import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DecodeError } from '../../model/decoder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { eventInsert, matchInsert } from '../../store/events/event-insert.ts'
import { signalInsert } from '../../store/events/signals.ts'
import { holdingInsert } from '../../store/register/encode-holdings.ts'
import { abandonLoad } from '../../store/ledger/abandon-load.ts'
import { completeChunks, failLoad, openLoads, quarantineChunk } from '../../store/ledger/load.ts'
import type { WaitingChunk } from '../../store/ledger/run.ts'
import { TASK_ATTEMPTS } from '../defaults.ts'
import type { EvidenceProgress } from '../evidence-task.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import { isDiskFull } from './disk-full.ts'
import { GroupedWork } from './grouped-work.ts'
import type { AttemptGroup, GroupResult, IngestTask, SpooledChunk, TaskEvidence } from './ingest-chunks.ts'
import type { IngestStore } from './ingest-store.ts'
import type { IngestOutcome, RunTask } from './ingest-tasks.ts'
import { deaths, ingestOn } from './ingest-tasks.ts'
import type { RoomPause } from './room-pause.ts'
import type { RowRange } from './row-range.ts'
import type { SpareFiles } from './spare-files.ts'
import type { SpooledRows, SpoolPaths } from './spool-sink.ts'

/** What loading chunks needs beside the store. */
export interface LoadTools {
  readonly run: RunTask
  readonly room: RoomPause
  /** Rows on their way into the event store. */
  readonly inserts: GroupedWork<SpooledRows, undefined>
  readonly spares: SpareFiles
  onProgress(progress: EvidenceProgress): void
}

/** One chunk, and what is wanted of it. */
export interface ChunkWish {
  readonly waiting: WaitingChunk
  /** Where its evidence is read from. */
  readonly locator: MemberLocator
  /** Rows to look at; all without it. */
  readonly rows?: readonly RowRange[]
  /** What is told of the rows that are left out. */
  readonly errors?: readonly DecodeError[]
  /** To show what is read, or only to learn whether the store takes it. */
  readonly purpose: 'complete' | 'probe'
}

/** Chunks whose rows go into the store together, and whose loads end together. */
export type WishGroup = readonly ChunkWish[]

export type ChunkOutcome =
  /** Done, quarantined, or somebody else's; of a probe: the store takes it. */
  | { readonly kind: 'settled' }
  /** Its worker died for the first time, or it stood beside one whose worker did or that the store refused. */
  | { readonly kind: 'again' }
  /** Its worker was ended from outside, and read nothing else. */
  | { readonly kind: 'killed'; readonly reason: string }
  | { readonly kind: 'no-room'; readonly cause: unknown }
  | { readonly kind: 'store-broke'; readonly cause: unknown }
  | { readonly kind: 'refused'; readonly spooled: SpooledChunk; readonly cause: NoroshiError }

export const SETTLED = { kind: 'settled' } as const

/** A wish whose load is open. */
interface Begun {
  readonly wish: ChunkWish
  readonly load: number
}

/**
 * One attempt at groups of chunks, all read by one worker in one go; one outcome for each chunk. A group goes into the store while the next
 * is read. Whatever the outcome, no load is left open and no spool file lies about.
 *
 * @throws what is no outcome: a defect, or a ledger that is gone
 */
export async function tryChunks(store: IngestStore, groups: readonly WishGroup[], tools: LoadTools): Promise<ReadonlyMap<ChunkWish, ChunkOutcome>> {
  const begun = await tools.room.whenThereIsRoom(() => begin(store, groups))
  const outcomes = new Map<ChunkWish, ChunkOutcome>(groups.flat().map(wish => [wish, SETTLED]))
  if (begun.length === 0) return outcomes
  const told = new Set<number>()
  let keeping = Promise.resolve()
  const outcome = await ingestOn(tools.run, taskOf(store, begun), tools.onProgress, (index, result) => {
    told.add(index)
    keeping = keeping.then(() => keepOrGiveUp(store, begun[index]!, result, outcomes, tools))
    // Thrown where it is waited for.
    keeping.catch(() => {})
  }).finally(() => keeping)
  const [blamed, ...others] = begun.filter((_, index) => !told.has(index))
  if (blamed === undefined) return outcomes
  if (outcome.kind === 'read') throw new Error('a worker left out what it was to read')
  await giveUp(store, blamed, outcome, outcomes, tools)
  await abandonAll(store, others.flat(), { kind: 'again' }, outcomes, tools)
  for (const group of [blamed, ...others]) await removeSpooled(spoolPaths(store, group))
  return outcomes
}

async function begin(store: IngestStore, groups: readonly WishGroup[]): Promise<Begun[][]> {
  const keys = groups.flat().map(({ waiting: { run, chunk } }) => ({ run, chunk: chunk.number }))
  const loads = await openLoads(store.ledger, keys, store.worker)
  let next = 0
  return groups
    .map(group => group.flatMap(wish => {
      const load = loads[next++]
      return load === null || load === undefined ? [] : [{ wish, load }]
    }))
    .filter(group => group.length > 0)
}

function taskOf(store: IngestStore, begun: readonly (readonly Begun[])[]): IngestTask {
  const evidence: TaskEvidence[] = []
  const indexOf = new Map<number, number>()
  const evidenceOf = ({ waiting: { run, evidence: sha256, bytes, format, settings: { date, encoding, recover } }, locator }: ChunkWish) => {
    const known = indexOf.get(run)
    if (known !== undefined) return known
    indexOf.set(run, evidence.length)
    return evidence.push({ surveyed: { locator, sha256, bytes, format, encoding, isText: false, chunks: [], errors: [] }, settings: { date, encoding, recover } }) - 1
  }
  const groups = begun.map((group): AttemptGroup => ({
    spool: spoolPaths(store, group),
    attempts: group.map(({ wish, load }) => (
      { evidence: evidenceOf(wish), chunk: wish.waiting.chunk, load, ...(wish.rows === undefined ? {} : { rows: wish.rows }) })),
  }))
  return { kind: 'ingest', organisation: store.ledger.organisation, evidence, groups }
}

async function keepOrGiveUp(
  store: IngestStore, group: readonly Begun[], result: GroupResult, outcomes: Map<ChunkWish, ChunkOutcome>, tools: LoadTools,
): Promise<void> {
  const outcome = await insertAndComplete(store, group, result, tools)
  const isProbe = group.some(({ wish }) => wish.purpose === 'probe')
  if (outcome.kind === 'settled') await tools.spares.keep(spoolPaths(store, group).events)
  if (outcome.kind === 'no-room') await tools.spares.remove()
  if (outcome.kind !== 'settled' || isProbe) await abandonAll(store, group, outcome, outcomes, tools)
  await removeSpooled(spoolPaths(store, group))
}

async function insertAndComplete(store: IngestStore, group: readonly Begun[], result: GroupResult, { inserts }: LoadTools): Promise<ChunkOutcome> {
  if (result.kind === 'disk-full') {
    return { kind: 'no-room', cause: new NoroshiError('disk-full', `there is no room left in ${store.folder.spool}`) }
  }
  try {
    await inserts.run(result.rows)
    const ended = group.flatMap(({ wish: { errors = [], purpose }, load }, index) => {
      const { inspected } = result.chunks[index]!
      const { listed, total } = inspected.errors
      return purpose === 'probe' ? [] : [{ load, result: { ...inspected, errors: { listed: [...listed, ...errors], total: total + errors.length } } }]
    })
    if (ended.length > 0) await completeChunks(store.ledger, ended)
    return SETTLED
  } catch (cause) {
    if (isDiskFull(cause)) return { kind: 'no-room', cause }
    if (!(cause instanceof NoroshiError)) throw cause
    if (cause.code === 'store-refused') return group.length === 1 ? { kind: 'refused', spooled: result.chunks[0]!, cause } : { kind: 'again' }
    if (cause.code === 'store-unavailable' || cause.code === 'query-too-large') return { kind: 'store-broke', cause }
    throw cause
  }
}

/** On a full disk the ledger takes not even this. */
async function abandonAll(
  store: IngestStore, begun: readonly Begun[], outcome: ChunkOutcome, outcomes: Map<ChunkWish, ChunkOutcome>, { room }: LoadTools,
): Promise<void> {
  if (begun.length > 0) await room.whenThereIsRoom(() => abandonLoad(store.ledger, ...begun.map(({ load }) => load)))
  for (const { wish } of begun) outcomes.set(wish, outcome)
}

/** After a worker that died or a defect, of the group that was being read: of several chunks nobody knows which it was. */
async function giveUp(
  store: IngestStore, group: readonly Begun[], ending: Exclude<IngestOutcome, { kind: 'read' }>, outcomes: Map<ChunkWish, ChunkOutcome>, tools: LoadTools,
): Promise<void> {
  if (group.length > 1) return abandonAll(store, group, { kind: 'again' }, outcomes, tools)
  if (ending.kind === 'killed') return abandonAll(store, group, ending, outcomes, tools)
  const { kind, reason } = ending
  const { wish, load } = group[0]!
  const failures = await tools.room.whenThereIsRoom(() => failLoad(store.ledger, load, reason))
  if (kind === 'died' && failures < TASK_ATTEMPTS.itself) {
    outcomes.set(wish, { kind: 'again' })
    return
  }
  const { run, chunk } = wish.waiting
  const why = kind === 'defect' ? reason : deaths(failures, { message: reason })
  const left = `bytes ${chunk.from} to ${chunk.to} could not be inspected: ${why}`
  await tools.room.whenThereIsRoom(() => quarantineChunk(store.ledger, run, chunk.number, left))
}

/**
 * One insert at a time: each takes the engine hundreds of megabytes, and one keeps up with the workers of a small machine. Never several
 * as one work: what failed half way must not be inserted again under its load.
 */
export function insertsInto({ clickhouse }: IngestStore): GroupedWork<SpooledRows, undefined> {
  return new GroupedWork(async spooled => {
    for (const { events, matches, signals, holdings } of spooled) {
      if (events !== null) await clickhouse.insertFile(eventInsert(events))
      if (matches !== null) await clickhouse.insertFile(matchInsert(matches))
      if (signals !== null) await clickhouse.insertFile(signalInsert(signals))
      if (holdings !== null) await clickhouse.insertFile(holdingInsert(holdings))
    }
    return spooled.map(() => undefined)
  }, 1)
}

function spoolPaths({ folder }: IngestStore, group: readonly Begun[]): SpoolPaths {
  const load = group[0]!.load
  const at = (kind: string) => join(folder.spool, `${load}.${kind}`)
  return { events: at('events'), matches: at('matches'), signals: at('signals'), holdings: at('holdings') }
}

async function removeSpooled({ events, matches, signals, holdings }: SpoolPaths): Promise<void> {
  await rm(events, { force: true })
  await rm(matches, { force: true })
  await rm(signals, { force: true })
  await rm(holdings, { force: true })
}
