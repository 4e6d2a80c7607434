import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { BlobMember } from '../../store/custody/custody-entry.ts'
import { receiveFile } from '../../store/custody/receive-file.ts'
import type { Received } from '../../store/custody/custody.ts'
import type { EvidenceEntry } from '../../store/ledger/record-evidence.ts'
import { recordEvidences } from '../../store/ledger/record-evidence.ts'
import { withoutDocuments } from '../content-errors.ts'
import type { EvidenceProgress } from '../evidence-task.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import type { FoundFile } from '../evidence/found-files.ts'
import { findFiles } from '../evidence/found-files.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import { EVIDENCE_ENTERED, FILES_AHEAD } from './defaults.ts'
import { GroupedWork } from './grouped-work.ts'
import type { IngestStore } from './ingest-store.ts'
import type { RunTask } from './ingest-tasks.ts'
import { surveyOn } from './ingest-tasks.ts'
import type { MemberLocators } from './member-locators.ts'
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
  /** At a time. */
  readonly surveys: number
  readonly room: RoomPause
  readonly locators: MemberLocators
  /** Nothing new is begun once it is aborted. */
  readonly stop: AbortSignal
  /** Told when there is more to read in the ledger. */
  onEntered(): void
  /** Told of each piece, by its SHA-256, or of what could not be taken in, with the file it came in. */
  onTaken?(file: string, taken: string | Unreadable): void
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
  const intake: Intake = {
    store,
    options,
    surveys: new ParallelWork(options.surveys),
    entering: new GroupedWork(entries => recordEvidences(store.ledger, entries), EVIDENCE_ENTERED),
    evidence: new Set(),
    unreadable: [],
  }
  const files = new ParallelWork(FILES_AHEAD)
  try {
    for await (const found of findFiles(options.paths)) {
      if (options.stop.aborted) break
      if (found.kind === 'unreadable') refuse(intake, found.path, { path: found.path, offset: 0, reason: found.reason })
      else await files.start(() => takeIn(intake, found))
    }
  } finally {
    await files.idle()
    await intake.surveys.idle()
  }
  await files.end()
  await intake.surveys.end()
  return intake
}

/** One call's work under way, and what came of it so far. */
interface Intake {
  readonly store: IngestStore
  readonly options: ReceiveOptions
  readonly surveys: ParallelWork
  readonly entering: GroupedWork<EvidenceEntry, 'new' | 'known'>
  readonly evidence: Set<string>
  readonly unreadable: Unreadable[]
}

async function takeIn(intake: Intake, found: GivenFile): Promise<void> {
  const received = await receive(intake.store, found, intake.options)
  const known = { ...found, path: intake.options.shownAs?.get(found.path) ?? found.path }
  if (received === null) refuse(intake, found.path, { path: known.path, offset: 0, reason: 'cannot be read' })
  else await lookInto(intake, known, found.path, received)
}

function refuse({ unreadable, options }: Intake, file: string, refused: Unreadable): void {
  unreadable.push(refused)
  options.onTaken?.(file, refused)
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
async function lookInto(intake: Intake, file: GivenFile, given: string, received: Received): Promise<void> {
  const { store: { custody, actor }, options, surveys, evidence } = intake
  const blob = custody.store.pathOf(received.blob)
  const members: BlobMember[] = []
  const entering: Promise<void>[] = []
  for await (const found of discover([blob], options.archives)) {
    if (found.kind === 'unreadable') {
      refuse(intake, given, { path: shownPath(file, found.path, blob), offset: found.offset, reason: found.reason })
      continue
    }
    const member = found.locator.path.slice(blob.length)
    const locator = { ...found.locator, path: `${file.path}${member}` }
    const { done } = await surveys.start(async () => {
      const outcome = await enter(intake, file, received, locator, member)
      if ('reason' in outcome) {
        refuse(intake, given, { path: locator.path, offset: 0, reason: outcome.reason })
        return
      }
      members.push(outcome)
      evidence.add(outcome.evidence)
      options.onTaken?.(given, outcome.evidence)
    })
    entering.push(done)
  }
  // Not waited for: the next file is received meanwhile.
  surveys.follow(Promise.all(entering).then(() => options.room.whenThereIsRoom(() => custody.identify(received.blob, members, actor))))
}

async function enter(
  { store, options, entering }: Intake, { stats }: GivenFile, received: Received, locator: MemberLocator, member: string,
): Promise<BlobMember | { readonly reason: string }> {
  const isBlob = locator.steps.length === 0 && locator.file === store.custody.store.pathOf(received.blob)
  const known = isBlob ? { sha256: received.blob, bytes: received.bytes } : undefined
  const outcome = await surveyOn(options.run, locator, options.onProgress, known)
  if (outcome.kind === 'failed') return { reason: outcome.reason }
  const surveyed = withoutDocuments(outcome.surveyed, options.paths.map(path => options.shownAs?.get(path) ?? path))
  const { sha256, bytes, errors, encoding } = surveyed
  const settings = { date: options.date ?? Math.floor(stats.mtimeMs * 1_000), encoding, recover: options.recover, dataset: null }
  const found = {
    sha256,
    bytes,
    path: locator.path,
    blob: { sha256: received.blob, bytes: received.bytes },
    member,
    errors: { listed: errors, total: errors.length },
  }
  const plan = { ...options.version, format: surveyed.format, settings, chunks: surveyed.chunks }
  if (await options.room.whenThereIsRoom(() => entering.run({ found, plan })) === 'new' && plan.chunks.length > 0) {
    options.locators.remember(sha256, locator)
    options.onEntered()
  }
  return { evidence: sha256, path: member }
}

function shownPath({ path }: GivenFile, found: string, blob: string): string {
  return found.startsWith(blob) ? `${path}${found.slice(blob.length)}` : found
}
