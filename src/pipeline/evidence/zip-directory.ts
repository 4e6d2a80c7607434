import type { Entry, FileEntry } from '@zip.js/zip.js'
import { Reader, ZipReader } from '@zip.js/zip.js'
import { stat } from 'node:fs/promises'
import type { UnpackLimits } from './defaults.ts'
import { cannotRead, readFileBytes } from './file-range.ts'
import { asReadError, EvidenceReadError } from './read-error.ts'
import { zipMethod } from './zip-method.ts'

export type { FileEntry as LibraryEntry }

/** An entry as the directory describes it. */
export interface ZipEntry {
  /** In the directory. */
  readonly index: number
  readonly kind: 'file' | 'directory' | 'symbolic-link'
  readonly rawFilename: Uint8Array
  readonly filename: string
  readonly filenameUTF8: boolean
  readonly headerOffset: number
  readonly compressionMethod: number
  readonly compressedBytes: number
  readonly bytes: number
  readonly crc32: number | null
  readonly encryption: 'none' | 'ZipCrypto' | 'AES' | 'unsupported'
  /** Kept only where the library has to read the entry: it is large. */
  readonly library: FileEntry | null
}

export interface ZipDirectory {
  /** In the order of the directory; at most {@link UnpackLimits.zipEntries}. */
  readonly entries: readonly ZipEntry[]
  /** Why there may be more entries than these; null when these are all. */
  readonly failure: EvidenceReadError | null
}

/** The directory of a ZIP archive, ZIP64 included. @throws EvidenceReadError when there is none to be read */
export async function readZipDirectory(file: string, limits: UnpackLimits): Promise<ZipDirectory> {
  const { size } = await stat(file).catch((cause: unknown) => { throw cannotRead(cause) })
  const archive = new ZipReader(new FileReader(file, size, limits.zipDirectoryBytes), {
    strictness: 'tolerant',
    filenameValidation: 'tolerant',
    useWebWorkers: false,
  })
  const entries: ZipEntry[] = []
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      if (entries.length === limits.zipEntries) {
        return { entries, failure: new EvidenceReadError(`more than ${limits.zipEntries} entries in one archive; the others are not read`) }
      }
      entries.push(describe(entry, entries.length))
    }
    return { entries, failure: null }
  } catch (cause) {
    const failure = asReadError('damaged ZIP directory', cause)
    if (entries.length === 0) throw failure
    return { entries, failure }
  }
}

function describe(entry: Entry, index: number): ZipEntry {
  const encryption = encryptionOf(entry)
  return {
    index,
    kind: entry.directory ? 'directory' : entry.symlink ? 'symbolic-link' : 'file',
    rawFilename: entry.rawFilename,
    filename: entry.filename,
    filenameUTF8: entry.filenameUTF8,
    headerOffset: entry.offset,
    compressionMethod: entry.compressionMethod,
    compressedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    crc32: entry.extraFieldAES?.vendorVersion === AE_2 ? null : entry.crc32 ?? null,
    encryption,
    library: entry.directory || (encryption === 'none' && zipMethod(entry.compressionMethod) !== 'deflate64') ? null : entry,
  }
}

/** In entries encrypted as AE-2 the authentication code stands for the checksum (WinZip AES specification, II.A). */
const AE_2 = 2

/** The flag of the methods that only PKWARE has (APPNOTE 4.4.4). */
const STRONG_ENCRYPTION = 0x40

function encryptionOf(entry: Entry): ZipEntry['encryption'] {
  if (!entry.encrypted) return 'none'
  if (((entry.rawBitFlag ?? 0) & STRONG_ENCRYPTION) !== 0) return 'unsupported'
  return entry.zipCrypto ? 'ZipCrypto' : 'AES'
}

/** Opens the file for each read: an archive's entries are kept for as long as they may be needed, file handles are not. */
class FileReader extends Reader<string> {
  #file: string
  #maxBytes: number

  constructor(file: string, size: number, maxBytes: number) {
    super(file)
    this.#file = file
    this.#maxBytes = maxBytes
    this.size = size
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > this.#maxBytes) throw new EvidenceReadError(`the ZIP directory is larger than ${this.#maxBytes} bytes`)
    const available = Math.max(0, Math.min(length, this.size - offset))
    return readFileBytes(this.#file, offset, available)
  }
}
