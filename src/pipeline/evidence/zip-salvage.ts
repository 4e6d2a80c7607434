import type { UnpackLimits } from './defaults.ts'
import { readFileBytes, readFileRange } from './file-range.ts'
import type { ZipStep } from './member-locator.ts'
import { LOCAL_HEADER_BYTES, LOCAL_HEADER_SIGNATURE } from './zip-entry.ts'
import { zipMethod } from './zip-method.ts'

/** An entry known by its own header alone. */
export interface SalvagedEntry {
  readonly rawFilename: Uint8Array
  readonly filename: string
  readonly filenameUTF8: boolean
  readonly headerOffset: number
  readonly compressionMethod: number
  readonly encrypted: boolean
  /** Null when it cannot be read without the directory. */
  readonly step: ZipStep | null
}

const FLAGS = { encrypted: 1, descriptor: 8, utf8: 0x800 } as const
const ZIP64_FIELD = 1
const UNKNOWN_SIZE = 0xffff_ffff
const DESCRIPTOR_SIGNATURE = Buffer.from('PK\x07\x08', 'latin1')

/** The longer form. */
const DESCRIPTOR_BYTES = 24

/** `PK`, which every record starts with. */
const RECORD_MARK = 0x4b50

/**
 * The entries of an archive whose directory is gone, as an interrupted copy leaves it: from the first, header by header, as far as each
 * says or shows where it ends. The last may be cut off; it is read as far as it goes. Linear in the file's size.
 *
 * @throws EvidenceReadError when the file cannot be read
 */
export async function* salvageZipEntries(file: string, limits: UnpackLimits): AsyncGenerator<SalvagedEntry, void, undefined> {
  let offset = 0
  for (let count = 0; count < limits.zipEntries; count++) {
    const header = readHeader(file, offset)
    if (header === null) return
    const sizes = header.sizes ?? await findDescriptor(file, header.dataOffset)
    yield salvaged(header, sizes, offset)
    if (sizes === null) return
    offset = header.dataOffset + sizes.compressedBytes + sizes.descriptorBytes
  }
}

interface LocalHeader {
  readonly flags: number
  readonly method: number
  readonly name: Uint8Array
  readonly dataOffset: number
  /** Null when they follow the data, in a descriptor. */
  readonly sizes: Sizes | null
}

interface Sizes {
  readonly compressedBytes: number
  readonly bytes: number
  readonly crc32: number
  /** What follows the data. */
  readonly descriptorBytes: number
}

function salvaged({ flags, method, name }: LocalHeader, sizes: Sizes | null, headerOffset: number): SalvagedEntry {
  const encrypted = (flags & FLAGS.encrypted) !== 0
  const readable = zipMethod(method)
  return {
    rawFilename: name,
    filename: new TextDecoder().decode(name),
    filenameUTF8: (flags & FLAGS.utf8) !== 0,
    headerOffset,
    compressionMethod: method,
    encrypted,
    step: encrypted || readable === undefined || readable === 'deflate64' ? null : {
      kind: 'zip',
      method: readable,
      headerOffset,
      compressedBytes: sizes?.compressedBytes ?? Number.MAX_SAFE_INTEGER,
      bytes: sizes?.bytes ?? null,
      crc32: sizes?.crc32 ?? null,
    },
  }
}

/** A local file header (APPNOTE 4.3.7); null when there is none at this offset. */
function readHeader(file: string, offset: number): LocalHeader | null {
  const fixed = viewOf(readFileBytes(file, offset, LOCAL_HEADER_BYTES))
  if (fixed.byteLength < LOCAL_HEADER_BYTES || fixed.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) return null
  const nameBytes = fixed.getUint16(26, true)
  const extraBytes = fixed.getUint16(28, true)
  const rest = readFileBytes(file, offset + LOCAL_HEADER_BYTES, nameBytes + extraBytes)
  if (rest.length < nameBytes + extraBytes) return null
  const flags = fixed.getUint16(6, true)
  return {
    flags,
    method: fixed.getUint16(8, true),
    name: rest.subarray(0, nameBytes),
    dataOffset: offset + LOCAL_HEADER_BYTES + nameBytes + extraBytes,
    sizes: (flags & FLAGS.descriptor) !== 0 ? null : sizesOf(fixed, viewOf(rest.subarray(nameBytes))),
  }
}

function sizesOf(fixed: DataView, extra: DataView): Sizes | null {
  const crc32 = fixed.getUint32(14, true)
  const [compressedBytes, bytes] = [fixed.getUint32(18, true), fixed.getUint32(22, true)]
  if (compressedBytes !== UNKNOWN_SIZE && bytes !== UNKNOWN_SIZE) return { crc32, compressedBytes, bytes, descriptorBytes: 0 }
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== ZIP64_FIELD || at + 20 > extra.byteLength) continue
    return {
      crc32,
      bytes: Number(extra.getBigUint64(at + 4, true)),
      compressedBytes: Number(extra.getBigUint64(at + 12, true)),
      descriptorBytes: 0,
    }
  }
  return null
}

/** The descriptor that states just the size of what lies before it (APPNOTE 4.3.9); null when the file ends first. */
async function findDescriptor(file: string, dataOffset: number): Promise<Sizes | null> {
  let tail = Buffer.alloc(0)
  let tailOffset = dataOffset
  for await (const block of readFileRange(file, dataOffset, Infinity)) {
    const window = Buffer.concat([tail, block])
    for (let at = window.indexOf(DESCRIPTOR_SIGNATURE); at >= 0; at = window.indexOf(DESCRIPTOR_SIGNATURE, at + 1)) {
      const sizes = descriptorAt(viewOf(window.subarray(at, at + DESCRIPTOR_BYTES)), tailOffset + at - dataOffset)
      if (sizes !== null) return sizes
    }
    tail = Buffer.from(window.subarray(Math.max(0, window.length - DESCRIPTOR_BYTES)))
    tailOffset += window.length - tail.length
  }
  return null
}

/** In its short form, or with sizes of eight bytes, in which the halves of the first would do as the two sizes of the short form. */
function descriptorAt(view: DataView, distance: number): Sizes | null {
  if (view.byteLength < 16) return null
  const crc32 = view.getUint32(4, true)
  if (view.byteLength >= 24 && Number(view.getBigUint64(8, true)) === distance && !startsRecord(view, 16)) {
    return { crc32, compressedBytes: distance, bytes: Number(view.getBigUint64(16, true)), descriptorBytes: 24 }
  }
  if (view.getUint32(8, true) !== distance) return null
  return { crc32, compressedBytes: distance, bytes: view.getUint32(12, true), descriptorBytes: 16 }
}

function startsRecord(view: DataView, at: number): boolean {
  return view.byteLength >= at + 2 && view.getUint16(at, true) === RECORD_MARK
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
