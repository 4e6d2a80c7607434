import type { Decoder } from '../../model/decoder.ts'
import type { EvidenceProgress } from '../evidence-task.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import { Arrivals } from './arrivals.ts'
import { SURVEYS_AHEAD } from './defaults.ts'
import type { IngestStore } from './ingest-store.ts'
import type { RunTask } from './ingest-tasks.ts'
import type { LoadOptions } from './load-waiting.ts'
import { loadWaiting } from './load-waiting.ts'
import { MemberLocators } from './member-locators.ts'
import { planUnfinishedAnew } from './plan-anew.ts'
import type { ReadingVersion } from './reading-version.ts'
import type { StageSource } from './renew-stages.ts'
import type { ReceivedEvidence, Unreadable } from './receive-evidence.ts'
import { receiveEvidence } from './receive-evidence.ts'
import type { OnRoom } from './room-pause.ts'
import { RoomPause } from './room-pause.ts'
import { SpareFiles } from './spare-files.ts'
import { insertsInto } from './try-chunks.ts'

/** What reading evidence needs beside the store. */
export interface ReadingOptions {
  readonly decoders: readonly Decoder[]
  readonly version: ReadingVersion
  /** Of the rules of now. */
  readonly stages: StageSource
  readonly archives: DiscoverOptions
  readonly workers: number
  /** Runs a task on one of the workers. */
  readonly run: RunTask
  onProgress(progress: EvidenceProgress): void
  readonly onRoom: OnRoom
}

export interface IngestOptions extends ReadingOptions {
  /** None: only what waits is finished. */
  readonly paths: readonly string[]
  /** Of paths that are only where a file lies for now: the path that it is known by. */
  readonly shownAs?: ReadonlyMap<string, string>
  /** Microseconds; without it each file's own time. */
  readonly date: number | undefined
  readonly recover: boolean
  /** Told of each piece, by its SHA-256, or of what could not be taken in, with the file it came in. */
  onTaken?(file: string, taken: string | Unreadable): void
}

/**
 * Evidence → stored events, matches and finding parts. What an earlier start has left is finished first. All of it can be interrupted
 * anywhere and asked for again: the result is the same.
 *
 * @throws NoroshiError when the stores cannot be used
 */
export async function ingestEvidence(store: IngestStore, options: IngestOptions): Promise<ReceivedEvidence> {
  const stopping = new AbortController()
  const loading = { ...loadOptions(store, options), stop: stopping.signal }
  const left = (await unfinishedRuns(store.ledger)).map(({ evidence }) => evidence)
  await planUnfinishedAnew(store, loading)
  if (options.paths.length === 0) {
    await loadWaiting(store, loading)
    return { evidence: new Set(left), unreadable: [] }
  }
  // What has come in is loaded while the rest comes in. When one fails, the other begins nothing more.
  const arrivals = new Arrivals()
  const stopOther = (cause: unknown) => {
    stopping.abort()
    throw cause
  }
  const receiving = receiveEvidence(store, { ...options, ...loading, surveys: options.workers + SURVEYS_AHEAD, onEntered: () => arrivals.announce() })
    .finally(() => arrivals.end())
  const both = [receiving.catch(stopOther), loadWaiting(store, loading, arrivals).catch(stopOther)] as const
  await Promise.allSettled(both)
  const [{ evidence, unreadable }] = await Promise.all(both)
  return { evidence: new Set([...left, ...evidence]), unreadable }
}

export function loadOptions(store: IngestStore, { archives, onRoom, ...rest }: ReadingOptions): LoadOptions {
  const locators = new MemberLocators(sha256 => store.custody.store.pathOf(sha256), archives)
  return { ...rest, room: new RoomPause(onRoom), inserts: insertsInto(store), spares: new SpareFiles(store.folder.spool), locators }
}
