import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readSegmentLine } from '../collect/segment.ts'
import { MAIL_BYTES, MAILBOX_MAILS } from '../mail/defaults.ts'
import { mailboxEntries } from '../mail/mailbox-file.ts'
import { readMail } from '../mail/read-mail.ts'
import { containerOf } from './container.ts'
import type { UnpackLimits } from './defaults.ts'
import { ARCHIVE_PASSWORDS, MAGIC_BYTES, UNPACK_LIMITS } from './defaults.ts'
import { readFileRange } from './file-range.ts'
import type { FoundFile } from './found-files.ts'
import { findFiles } from './found-files.ts'
import type { MemberLocator } from './member-locator.ts'
import type { OnReadError } from './open-member.ts'
import { openMember } from './open-member.ts'
import { asReadError } from './read-error.ts'
import { spool } from './spool.ts'
import { zipMembers } from './zip-members.ts'

export type Discovered =
  | {
    readonly kind: 'member'
    readonly locator: MemberLocator
    /** Bytes of its content as far as known: of a gzip or zstd file, the compressed size. */
    readonly sizeHint: number
    /** When its file was last changed, microseconds since the epoch. */
    readonly date: number
  }
  | { readonly kind: 'unreadable', readonly path: string, readonly offset: number, readonly reason: string }

export interface DiscoverOptions {
  readonly passwords?: readonly string[]
  readonly limits?: UnpackLimits
}

/**
 * Every piece of evidence under the paths given: files, files below directories (sorted by name), and what is in them when they are
 * gzip, zstd, ZIP, mail or mailbox by content. Only ZIP and mail have names of their own (`a.zip!/b.evtx`); `a.json.gz` holds one member with that path. A mail is a member
 * itself, before its parts.
 *
 * Which files those are is said at {@link findFiles}. Never throws for content or for what the file system says.
 */
export async function* discover(paths: readonly string[], options: DiscoverOptions = {}): AsyncGenerator<Discovered, void, undefined> {
  const passwords = options.passwords ?? ARCHIVE_PASSWORDS
  const limits = options.limits ?? UNPACK_LIMITS
  for await (const found of findFiles(paths)) {
    if (found.kind === 'unreadable') yield unreadable(found.path, 0, found.reason)
    else yield* membersOf(found, passwords, limits)
  }
}

async function* membersOf(
  { path, stats }: FoundFile & { readonly kind: 'file' },
  passwords: readonly string[],
  limits: UnpackLimits,
): AsyncGenerator<Discovered, void, undefined> {
  const locator = { path, file: resolve(path), steps: [] }
  const date = Math.floor(stats.mtimeMs * 1_000)
  const budget = new ArchiveBudget(stats.size, limits)
  yield* new Unpacking(date, passwords, limits, budget).open(locator, stats.size, 0)
}

/** Opens the containers within one file. */
class Unpacking {
  readonly #date: number
  readonly #passwords: readonly string[]
  readonly #limits: UnpackLimits
  readonly #budget: ArchiveBudget

  constructor(date: number, passwords: readonly string[], limits: UnpackLimits, budget: ArchiveBudget) {
    this.#date = date
    this.#passwords = passwords
    this.#limits = limits
    this.#budget = budget
  }

  /** What is wrong with the way to the content is left for the survey to report, which reads all of it. */
  async* open(locator: MemberLocator, sizeHint: number, depth: number): AsyncGenerator<Discovered, void, undefined> {
    const head = await headOf(locator, this.#limits)
    const container = containerOf(head)
    if (container === null) yield { kind: 'member', locator, sizeHint, date: this.#date }
    else if (depth === this.#limits.depth) yield unreadable(locator.path, 0, `containers within one another more than ${depth} deep`)
    else if (container === 'zip') yield* this.#openZip(locator, depth)
    else if (container === 'mail') yield* this.#openMail(locator, sizeHint, depth)
    else if (container === 'mailbox') yield* this.#openMailbox(locator, depth)
    else if (container === 'document') yield* this.#openDocument(locator, head, depth)
    else yield* this.open({ ...locator, steps: [...locator.steps, { kind: container }] }, sizeHint, depth + 1)
  }

  async* #openZip(locator: MemberLocator, depth: number): AsyncGenerator<Discovered, void, undefined> {
    const damage: Discovered[] = []
    const onDamage: OnReadError = ({ offset, reason }) => damage.push(unreadable(locator.path, offset, reason))
    try {
      const file = locator.steps.length === 0 ? locator.file : await this.#spooled(locator, onDamage)
      for await (const member of zipMembers(file, this.#passwords, this.#limits)) {
        const path = `${locator.path}!/${member.name}`
        if (member.kind === 'unreadable') yield unreadable(path, member.offset, member.reason)
        else if (!this.#budget.grants(member.bytes)) yield unreadable(path, 0, this.#budget.refusal)
        else yield* this.open({ ...locator, path, file, steps: [member.step] }, member.bytes, depth + 1)
      }
    } catch (cause) {
      yield unreadable(locator.path, 0, asReadError('cannot be read as a ZIP archive', cause).message)
    }
    yield* damage
  }

  /** The mail first, whose own bytes say who sent what; then its parts. What is wrong with it is told by whoever decodes it. */
  async* #openMail(locator: MemberLocator, sizeHint: number, depth: number): AsyncGenerator<Discovered, void, undefined> {
    yield { kind: 'member', locator, sizeHint, date: this.#date }
    try {
      const place = await this.#placeOf(locator)
      for (const { name, from, to, encoding } of readMail(await bytesOf(place)).parts) {
        const step = { kind: 'part', of: 'mail', from: place.from + from, to: place.from + to, encoding } as const
        if (to > from) yield* this.open({ ...locator, path: `${locator.path}!/${name}`, file: place.file, steps: [step] }, to - from, depth + 1)
      }
    } catch (cause) {
      yield unreadable(locator.path, 0, asReadError('cannot be read as a mail', cause).message)
    }
  }

  async* #openMailbox(locator: MemberLocator, depth: number): AsyncGenerator<Discovered, void, undefined> {
    try {
      const place = await this.#placeOf(locator)
      let count = 0
      for await (const { from, to } of mailboxEntries(readFileRange(place.file, place.from, place.to))) {
        if (++count > MAILBOX_MAILS) return yield unreadable(locator.path, from, `more than ${MAILBOX_MAILS} mails in one file; the others are not read`)
        const step = { kind: 'part', of: 'mail', from: place.from + from, to: place.from + to, encoding: 'plain' } as const
        if (to > from) yield* this.open({ ...locator, path: `${locator.path}!/${count}.eml`, file: place.file, steps: [step] }, to - from, depth + 1)
      }
    } catch (cause) {
      yield unreadable(locator.path, 0, asReadError('cannot be read as a mailbox', cause).message)
    }
  }

  /** The one content of a segment. It counts for nothing in the depth, unless somebody puts one into another. */
  async* #openDocument(locator: MemberLocator, head: Uint8Array, depth: number): AsyncGenerator<Discovered, void, undefined> {
    const first = readSegmentLine(head)
    if (first?.head.document === undefined) return
    try {
      const { file, from, to } = await this.#placeOf(locator)
      const step = { kind: 'part', of: 'segment', from: from + first.bytes, to, encoding: 'plain' } as const
      yield* this.open({ path: `${locator.path}!/${first.head.document.name}`, file, steps: [step], readAs: { zone: first.head.zone, dataset: first.head.dataset } }, to - step.from, locator.steps.length === 0 ? depth : depth + 1)
    } catch (cause) {
      yield unreadable(locator.path, 0, asReadError('cannot be read as a segment', cause).message)
    }
  }

  /** Where its bytes lie as they are: in their file, or spooled. @throws EvidenceReadError, and what the file system says */
  async #placeOf(locator: MemberLocator): Promise<FilePlace> {
    const [step, ...others] = locator.steps
    if (step?.kind === 'part' && step.encoding === 'plain' && others.length === 0) return { file: locator.file, from: step.from, to: step.to }
    const file = step === undefined ? locator.file : await this.#spooled(locator, () => {})
    return { file, from: 0, to: (await stat(file)).size }
  }

  #spooled(locator: MemberLocator, onError: OnReadError): Promise<string> {
    return spool(openMember(locator, 0, Infinity, onError, this.#limits), this.#limits.spoolBytes)
  }
}

interface FilePlace {
  readonly file: string
  readonly from: number
  readonly to: number
}

/** At most {@link MAIL_BYTES}: what a longer one holds behind them is not looked for. */
async function bytesOf({ file, from, to }: FilePlace): Promise<Buffer> {
  const blocks: Buffer[] = []
  for await (const block of readFileRange(file, from, Math.min(to, from + MAIL_BYTES))) blocks.push(Buffer.from(block))
  return Buffer.concat(blocks)
}

/** What the archives within one file may declare in all, so that many small bombs are no better than one. */
class ArchiveBudget {
  readonly refusal: string
  #left: number

  constructor(fileBytes: number, limits: UnpackLimits) {
    this.#left = Math.max(limits.archiveFreeBytes, limits.ratio * fileBytes)
    this.refusal = `looks like a decompression bomb: the archives in this file declare more than ${this.#left} bytes; the rest is not read`
  }

  grants(bytes: number): boolean {
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }
}

async function headOf(locator: MemberLocator, limits: UnpackLimits): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of openMember(locator, 0, MAGIC_BYTES, () => {}, limits)) blocks.push(new Uint8Array(block))
  return Buffer.concat(blocks)
}

function unreadable(path: string, offset: number, reason: string): Discovered {
  return { kind: 'unreadable', path, offset, reason }
}
