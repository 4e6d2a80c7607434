import type { UnpackLimits } from './defaults.ts'
import type { ZipLibraryStep, ZipStep } from './member-locator.ts'
import { PasswordList } from './password-list.ts'
import { EvidenceReadError } from './read-error.ts'
import type { ZipDirectory, ZipEntry } from './zip-directory.ts'
import { readZipDirectory } from './zip-directory.ts'
import { LOCAL_HEADER_BYTES } from './zip-entry.ts'
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
  for (const entry of entries) {
    if (entry.kind === 'directory') continue
    const name = names[entry.index]!
    const step = overlapping.has(entry) ? OVERLAPPING : await stepOf(entry, passwords)
    if (typeof step === 'string') yield { kind: 'unreadable', name, offset: entry.headerOffset, reason: step }
    else yield { kind: 'member', name, step, bytes: entry.bytes }
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

const OVERLAPPING = 'looks like a decompression bomb: it overlaps another entry of the archive'
const ENCRYPTED = 'encrypted, and cannot be decrypted without the directory of the archive'

/** How to read a file of the archive, or why it cannot be. */
async function stepOf(entry: ZipEntry, passwords: PasswordList): Promise<ZipStep | ZipLibraryStep | string> {
  if (entry.kind === 'symbolic-link') return 'a symbolic link in an archive is not followed'
  if (entry.encryption === 'unsupported') return 'the encryption method is not supported'
  const method = zipMethod(entry.compressionMethod)
  if (method === undefined) return unsupportedMethod(entry)
  const { index, headerOffset, compressedBytes, bytes, crc32 } = entry
  if (entry.encryption !== 'none') {
    const password = await passwords.opening(entry)
    return password === null
      ? `encrypted, and none of the ${passwords.count} configured passwords opens it`
      : { kind: 'zip-library', index, password }
  }
  if (method === 'deflate64') return { kind: 'zip-library', index, password: null }
  return { kind: 'zip', method, headerOffset, compressedBytes, bytes, crc32 }
}

/** Entries whose bytes belong to an earlier one already: the trick by which a small archive claims to be an enormous one. O(n log n). */
function overlappingEntries(entries: readonly ZipEntry[]): ReadonlySet<ZipEntry> {
  const overlapping = new Set<ZipEntry>()
  let end = 0
  for (const entry of entries.toSorted((a, b) => a.headerOffset - b.headerOffset)) {
    if (entry.headerOffset < end) overlapping.add(entry)
    else end = entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawFilename.length + entry.compressedBytes
  }
  return overlapping
}
