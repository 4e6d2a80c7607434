import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { BlobMember } from '../../store/custody/custody-entry.ts'
import { receiveFile } from '../../store/custody/receive-file.ts'
import type { Received } from '../../store/custody/custody.ts'
import { recordEvidence } from '../../store/ledger/record-evidence.ts'
import { withoutDocuments } from '../content-errors.ts'
import type { EvidenceProgress } from '../evidence-task.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import type { FoundFile } from '../evidence/found-files.ts'
import { findFiles } from '../evidence/found-files.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import type { IngestStore } from './ingest-store.ts'
import type { RunTask } from './ingest-tasks.ts'
import { surveyOn } from './ingest-tasks.ts'
import { ParallelWork } from './parallel-work.ts'
import type { ReadingVersion } from './reading-version.ts'
import type { RoomPause } from './room-pause.ts'

/** What could not be taken in at all. */
export interface Unreadable {
  readonly path: string
  readonly offset: number
  readonly reason: string
}

/** What came of the paths. */
export interface ReceivedEvidence {
  /** By SHA-256, known or new. */
  readonly evidence: ReadonlySet<string>
  readonly unreadable: readonly Unreadable[]
}

export interface ReceiveOptions {
  readonly paths: readonly string[]
  /** Of paths that are only where a file lies for now: the path that it is known by. */
  readonly shownAs?: ReadonlyMap<string, string>
  /** Microseconds; without it each file's own time. */
  readonly date: number | undefined
  readonly recover: boolean
  readonly version: ReadingVersion
  readonly archives: DiscoverOptions
  /** Surveys at a time. */
  readonly parallel: number
  readonly room: RoomPause
  readonly run: RunTask
  onProgress(progress: EvidenceProgress): void
}

/**
 * Takes files in: the bytes are on the disk, with their entry in the custody, before anybody looks into them; then what is in them enters
 * the ledger. Known content only adds a path.
 *
 * @throws NoroshiError when the stores cannot be used
 */
export async function receiveEvidence(store: IngestStore, options: ReceiveOptions): Promise<ReceivedEvidence> {
  const unreadable: Unreadable[] = []
  const evidence = new Set<string>()
  const surveys = new ParallelWork(options.parallel)
  for await (const found of findFiles(options.paths)) {
    if (found.kind === 'unreadable') {
      unreadable.push({ path: found.path, offset: 0, reason: found.reason })
      continue
    }
    const received = await receive(store, found, options)
    const known = { ...found, path: options.shownAs?.get(found.path) ?? found.path }
    if (received === null) unreadable.push({ path: known.path, offset: 0, reason: 'cannot be read' })
    else await lookInto(store, known, received, options, surveys, { evidence, unreadable })
  }
  await surveys.end()
  return { evidence, unreadable }
}

type GivenFile = FoundFile & { readonly kind: 'file' }

async function receive({ custody, actor }: IngestStore, { path }: GivenFile, { room, shownAs }: ReceiveOptions): Promise<Received | null> {
  try {
    return await room.whenThereIsRoom(() => receiveFile(custody, path, actor, shownAs?.get(path)))
  } catch (cause) {
    if (cause instanceof NoroshiError && cause.code === 'no-such-path') return null
    throw cause
  }
}

/** Enters all members of one blob; the custody learns of them when all are known. */
async function lookInto(
  store: IngestStore, file: GivenFile, received: Received, options: ReceiveOptions, surveys: ParallelWork,
  { evidence, unreadable }: { readonly evidence: Set<string>; readonly unreadable: Unreadable[] },
): Promise<void> {
  const blob = store.custody.store.pathOf(received.blob)
  const members: BlobMember[] = []
  const entering: Promise<void>[] = []
  for await (const found of discover([blob], options.archives)) {
    if (found.kind === 'unreadable') {
      unreadable.push({ path: shownPath(file, found.path, blob), offset: found.offset, reason: found.reason })
      continue
    }
    const member = found.locator.path.slice(blob.length)
    const locator = { ...found.locator, path: `${file.path}${member}` }
    const { done } = await surveys.start(async () => {
      const outcome = await enter(store, file, received, locator, member, options)
      if ('reason' in outcome) {
        unreadable.push({ path: locator.path, offset: 0, reason: outcome.reason })
        return
      }
      members.push(outcome)
      evidence.add(outcome.evidence)
    })
    entering.push(done)
  }
  // Not waited for: the next file is received meanwhile.
  surveys.follow(Promise.all(entering).then(() => store.custody.identify(received.blob, members, store.actor)))
}

async function enter(
  { ledger }: IngestStore, { stats }: GivenFile, received: Received, locator: MemberLocator, member: string, options: ReceiveOptions,
): Promise<BlobMember | { readonly reason: string }> {
  const outcome = await surveyOn(options.run, locator, options.onProgress)
  if (outcome.kind === 'failed') return { reason: outcome.reason }
  const surveyed = withoutDocuments(outcome.surveyed, options.paths.map(path => options.shownAs?.get(path) ?? path))
  const { sha256, bytes, errors, encoding } = surveyed
  const settings = { date: options.date ?? Math.floor(stats.mtimeMs * 1_000), encoding, recover: options.recover, dataset: null }
  await options.room.whenThereIsRoom(() => recordEvidence(ledger, {
    sha256,
    bytes,
    path: locator.path,
    blob: { sha256: received.blob, bytes: received.bytes },
    member,
    errors: { listed: errors, total: errors.length },
  }, { ...options.version, format: surveyed.format, settings, chunks: surveyed.chunks }))
  return { evidence: sha256, path: member }
}

function shownPath({ path }: GivenFile, found: string, blob: string): string {
  return found.startsWith(blob) ? `${path}${found.slice(blob.length)}` : found
}
