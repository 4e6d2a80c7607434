import { configure } from '@zip.js/zip.js'
import { stat } from 'node:fs/promises'
import { BlockHandover } from './block-handover.ts'
import type { Blocks } from './blocks.ts'
import type { UnpackLimits } from './defaults.ts'
import { BLOCK_BYTES, CACHED_ZIP_DIRECTORIES } from './defaults.ts'
import { cannotRead } from './file-range.ts'
import type { ZipLibraryStep } from './member-locator.ts'
import { RatioGuard } from './ratio-guard.ts'
import type { Remark } from './read-error.ts'
import { asReadError, EvidenceReadError } from './read-error.ts'
import { unzstd } from './unzstd.ts'
import type { LibraryEntry, ZipDirectory, ZipEntry } from './zip-directory.ts'
import { readZipDirectory } from './zip-directory.ts'
import { checked, inflateAll } from './zip-entry.ts'
import { unsupportedMethod, zipMethod } from './zip-method.ts'

/**
 * The library reads as many entries at a time as there are processors and lets others wait, although it does so in this thread: members
 * that are open but not being read would block all further ones for ever.
 */
configure({ useWebWorkers: false, maxWorkers: Number.MAX_SAFE_INTEGER })

/**
 * The content of an entry that is encrypted or Deflate64. The library decrypts; what it can hand over still compressed is decompressed
 * here, because its own streams drop what they have decoded when they meet an error.
 *
 * @throws EvidenceReadError when it cannot be read further, after everything readable
 */
export async function* readZipLibraryEntry(
  file: string,
  step: ZipLibraryStep,
  limits: UnpackLimits,
  remark: Remark,
): Blocks {
  const entry = (await cachedZipDirectory(file, limits)).entries[step.index]
  if (entry === undefined || entry.library === null) throw new EvidenceReadError('the archive has changed: the entry is not there any more')
  yield* checked(unpack(entry.library, step.password, limits, remark), entry, remark)
}

/** Whether an entry may have been encrypted with a password, by the two bytes that AES has for that, or the one byte of ZipCrypto. */
export async function opensZipEntry(entry: ZipEntry, password: string): Promise<boolean> {
  try {
    await entry.library?.getData(new WritableStream(), { password, checkPasswordOnly: true, useWebWorkers: false })
    return entry.library !== null
  } catch {
    return false
  }
}

/** Whether an entry's beginning makes sense when decrypted so; the answer for damaged content is no. */
export async function makesSense(entry: ZipEntry, password: string, limits: UnpackLimits): Promise<boolean> {
  if (entry.library === null) return false
  let bytes = 0
  let doubtful = false
  const remark = () => { doubtful = true }
  try {
    for await (const block of checked(unpack(entry.library, password, limits, remark), entry, remark)) {
      bytes += block.length
      if (bytes >= BLOCK_BYTES) break
    }
  } catch {
    return false
  }
  return !doubtful
}

function unpack(entry: LibraryEntry, password: string | null, limits: UnpackLimits, remark: Remark): AsyncIterable<Uint8Array> {
  switch (zipMethod(entry.compressionMethod)) {
    case 'stored': return libraryData(entry, password, 'compressed')
    case 'deflate': return inflateAll(libraryData(entry, password, 'compressed'), limits)
    case 'zstd': return unzstd(libraryData(entry, password, 'compressed'), limits, remark)
    case 'deflate64': return guarded(libraryData(entry, password, 'decompressed'), entry.compressedSize, limits)
    default: throw new EvidenceReadError(unsupportedMethod(entry))
  }
}

async function* guarded(content: AsyncIterable<Uint8Array>, compressedBytes: number, limits: UnpackLimits): Blocks {
  const guard = new RatioGuard(limits)
  for await (const block of content) {
    guard.count(block.length, compressedBytes)
    yield block
  }
}

/**
 * The library pushes into a stream; each block is taken from it before the next is made. One that nobody wants any
 * more is let go of entirely.
 */
async function* libraryData(entry: LibraryEntry, password: string | null, form: 'compressed' | 'decompressed'): Blocks {
  const abort = new AbortController()
  const blocks = new BlockHandover()
  const reading = entry.getData(new WritableStream<Uint8Array>({ write: block => blocks.offer(block) }), {
    ...(password === null ? {} : { password }),
    passThrough: form === 'compressed' ? 'compressed' : false,
    checkAuthenticationCode: true,
    useWebWorkers: false,
    signal: abort.signal,
  }).then(() => blocks.end(null), (cause: unknown) => blocks.end(asReadError('damaged or wrongly decrypted ZIP entry', cause)))
  try {
    yield* blocks.take()
  } finally {
    abort.abort()
    blocks.end(null)
    await reading
  }
}

const directories = new Map<string, ZipDirectory>()

/** Keyed also by size and time, so that an archive that was replaced is read again. */
async function cachedZipDirectory(file: string, limits: UnpackLimits): Promise<ZipDirectory> {
  const { size, mtimeMs } = await stat(file).catch((cause: unknown) => { throw cannotRead(cause) })
  const key = `${file}\0${size}\0${mtimeMs}`
  const directory = directories.get(key) ?? await readZipDirectory(file, limits)
  directories.delete(key)
  directories.set(key, directory)
  for (const oldest of directories.keys()) {
    if (directories.size <= CACHED_ZIP_DIRECTORIES) break
    directories.delete(oldest)
  }
  return directory
}
