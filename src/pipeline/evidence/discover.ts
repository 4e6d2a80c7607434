import { resolve } from 'node:path'
import { containerOf } from './container.ts'
import type { UnpackLimits } from './defaults.ts'
import { ARCHIVE_PASSWORDS, MAGIC_BYTES, UNPACK_LIMITS } from './defaults.ts'
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
 * gzip, zstd or ZIP by content. Only ZIP has names of its own (`a.zip!/b.evtx`); `a.json.gz` holds one member with that path.
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
    const container = containerOf(await headOf(locator, this.#limits))
    if (container === null) yield { kind: 'member', locator, sizeHint, date: this.#date }
    else if (depth === this.#limits.depth) yield unreadable(locator.path, 0, `containers within one another more than ${depth} deep`)
    else if (container === 'zip') yield* this.#openZip(locator, depth)
    else yield* this.open({ ...locator, steps: [...locator.steps, { kind: container }] }, sizeHint, depth + 1)
  }

  async* #openZip(locator: MemberLocator, depth: number): AsyncGenerator<Discovered, void, undefined> {
    const damage: Discovered[] = []
    const onDamage: OnReadError = ({ offset, reason }) => damage.push(unreadable(locator.path, offset, reason))
    try {
      const file = locator.steps.length === 0
        ? locator.file
        : await spool(openMember(locator, 0, Infinity, onDamage, this.#limits), this.#limits.spoolBytes)
      for await (const member of zipMembers(file, this.#passwords, this.#limits)) {
        const path = `${locator.path}!/${member.name}`
        if (member.kind === 'unreadable') yield unreadable(path, member.offset, member.reason)
        else if (!this.#budget.grants(member.bytes)) yield unreadable(path, 0, this.#budget.refusal)
        else yield* this.open({ path, file, steps: [member.step] }, member.bytes, depth + 1)
      }
    } catch (cause) {
      yield unreadable(locator.path, 0, asReadError('cannot be read as a ZIP archive', cause).message)
    }
    yield* damage
  }
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
  for await (const block of openMember(locator, 0, MAGIC_BYTES, () => {}, limits)) return new Uint8Array(block)
  return new Uint8Array(0)
}

function unreadable(path: string, offset: number, reason: string): Discovered {
  return { kind: 'unreadable', path, offset, reason }
}
