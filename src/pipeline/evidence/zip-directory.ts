import type { Entry, FileEntry } from '@zip.js/zip.js'
import { Reader, ZipReader } from '@zip.js/zip.js'
import { stat } from 'node:fs/promises'
import type { UnpackLimits } from './defaults.ts'
import { cannotRead, readFileBytes } from './file-range.ts'
import { asReadError, EvidenceReadError } from './read-error.ts'

export type { Entry as ZipEntry, FileEntry as ZipFileEntry }

export interface ZipDirectory {
  /** In the order of the directory; at most {@link UnpackLimits.zipEntries}. */
  readonly entries: readonly Entry[]
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
  const entries: Entry[] = []
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      if (entries.length === limits.zipEntries) {
        return { entries, failure: new EvidenceReadError(`more than ${limits.zipEntries} entries in one archive; the others are not read`) }
      }
      entries.push(entry)
    }
    return { entries, failure: null }
  } catch (cause) {
    const failure = asReadError('damaged ZIP directory', cause)
    if (entries.length === 0) throw failure
    return { entries, failure }
  }
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
