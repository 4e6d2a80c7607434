import type { UnpackLimits } from './defaults.ts'
import type { ZipLibraryStep, ZipStep } from './member-locator.ts'
import { EvidenceReadError } from './read-error.ts'
import type { ZipDirectory, ZipEntry, ZipFileEntry } from './zip-directory.ts'
import { readZipDirectory } from './zip-directory.ts'
import { LOCAL_HEADER_BYTES } from './zip-entry.ts'
import { makesSense, opensZipEntry } from './zip-library-entry.ts'
import { unsupportedMethod, zipMethod } from './zip-method.ts'
import { zipNames } from './zip-names.ts'
import type { SalvagedEntry } from './zip-salvage.ts'
import { salvageZipEntries } from './zip-salvage.ts'

export type ZipMember =
  | { readonly kind: 'member', readonly name: string, readonly step: ZipStep | ZipLibraryStep, readonly bytes: number }
  | { readonly kind: 'unreadable', readonly name: string, readonly offset: number, readonly reason: string }

/**
 * The files in a ZIP archive, in the order of its directory. Names are only names, `../` too: nothing is ever written under them.
 *
 * @throws EvidenceReadError when the directory cannot be read, after every entry that can, if need be by the entries' own headers
 */
export async function* zipMembers(
  file: string,
  passwords: readonly string[],
  limits: UnpackLimits,
): AsyncGenerator<ZipMember, void, undefined> {
  let directory: ZipDirectory
  try {
    directory = await readZipDirectory(file, limits)
  } catch (cause) {
    yield* salvagedMembers(file, limits)
    throw cause
  }
  yield* listedMembers(directory, new PasswordList(passwords, limits))
  if (directory.failure !== null) throw directory.failure
  if (directory.entries.length === 0) throw new EvidenceReadError('the archive is empty')
}

async function* listedMembers({ entries }: ZipDirectory, passwords: PasswordList): AsyncGenerator<ZipMember, void, undefined> {
  const names = zipNames(entries)
  const overlapping = overlappingEntries(entries)
  for (const [index, entry] of entries.entries()) {
    if (entry.directory) continue
    const name = names[index]!
    const unreadable = (reason: string) => ({ kind: 'unreadable', name, offset: entry.offset, reason }) as const
    if (entry.symlink) yield unreadable('a symbolic link in an archive is not followed')
    else if (overlapping.has(entry)) yield unreadable('looks like a decompression bomb: it overlaps another entry of the archive')
    else if (((entry.rawBitFlag ?? 0) & STRONG_ENCRYPTION) !== 0) yield unreadable('the encryption method is not supported')
    else if (zipMethod(entry.compressionMethod) === undefined) yield unreadable(unsupportedMethod(entry))
    else {
      const step = await stepOf(entry, index, passwords)
      if (step === null) yield unreadable(`encrypted, and none of the ${passwords.count} configured passwords opens it`)
      else yield { kind: 'member', name, step, bytes: entry.uncompressedSize }
    }
  }
}

/** What the entries' own headers tell when the directory is gone. */
async function* salvagedMembers(file: string, limits: UnpackLimits): AsyncGenerator<ZipMember, void, undefined> {
  const entries: SalvagedEntry[] = []
  for await (const entry of salvageZipEntries(file, limits)) entries.push(entry)
  const names = zipNames(entries)
  for (const [index, entry] of entries.entries()) {
    const { step, headerOffset } = entry
    const name = names[index]!
    if (step !== null && name.endsWith('/')) continue
    if (step !== null) yield { kind: 'member', name, step, bytes: step.bytes ?? 0 }
    else yield { kind: 'unreadable', name, offset: headerOffset, reason: entry.encrypted ? ENCRYPTED : unsupportedMethod(entry) }
  }
}

/** The flag of the methods that only PKWARE has (APPNOTE 4.4.4). */
const STRONG_ENCRYPTION = 0x40

const ENCRYPTED = 'encrypted, and cannot be decrypted without the directory of the archive'

async function stepOf(entry: ZipFileEntry, index: number, passwords: PasswordList): Promise<ZipStep | ZipLibraryStep | null> {
  if (entry.encrypted) {
    const password = await passwords.opening(entry)
    return password === null ? null : { kind: 'zip-library', index, password }
  }
  const method = zipMethod(entry.compressionMethod)
  if (method === 'deflate64' || method === undefined) return { kind: 'zip-library', index, password: null }
  return {
    kind: 'zip',
    method,
    headerOffset: entry.offset,
    compressedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    crc32: entry.crc32 ?? 0,
  }
}

/** One password mostly opens a whole archive: the last that did is tried first. */
class PasswordList {
  #passwords: readonly string[]
  readonly #limits: UnpackLimits

  constructor(passwords: readonly string[], limits: UnpackLimits) {
    this.#passwords = passwords
    this.#limits = limits
  }

  get count(): number {
    return this.#passwords.length
  }

  async opening(entry: ZipFileEntry): Promise<string | null> {
    const candidates: string[] = []
    for (const password of this.#passwords) {
      if (await opensZipEntry(entry, password)) candidates.push(password)
      if (candidates.length > 0 && !entry.zipCrypto) break
    }
    const password = candidates.length < 2 ? candidates[0] : await this.#decide(entry, candidates)
    if (password === undefined) return null
    this.#passwords = [password, ...this.#passwords.filter(other => other !== password)]
    return password
  }

  /** One wrong password in 256 passes the check of ZipCrypto, one in 65,536 that of AES. */
  async #decide(entry: ZipFileEntry, candidates: readonly string[]): Promise<string | undefined> {
    for (const password of candidates) if (await makesSense(entry, password, this.#limits)) return password
    return candidates[0]
  }
}

/** Entries whose bytes belong to an earlier one already: the trick by which a small archive claims to be an enormous one. O(n log n). */
function overlappingEntries(entries: readonly ZipEntry[]): ReadonlySet<ZipEntry> {
  const overlapping = new Set<ZipEntry>()
  let end = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) overlapping.add(entry)
    else end = entry.offset + LOCAL_HEADER_BYTES + entry.rawFilename.length + entry.compressedSize
  }
  return overlapping
}
