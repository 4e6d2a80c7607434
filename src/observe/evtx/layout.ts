/**
 * Where things lie in an EVTX file: a header block of 4 KiB, then chunks of 64 KiB, each with its own header, tables of names and
 * templates, and records. All numbers are little-endian.
 *
 * Source: libyal/libevtx, "Windows XML Event Log (EVTX) format"; for binary XML, MS-EVEN6 2.2.12.
 */

export const FILE_SIGNATURE = Buffer.from('ElfFile\0', 'latin1')
export const FILE_HEADER_BYTES = 128
/** The file header's block: the first chunk starts here. */
export const FILE_BLOCK_BYTES = 4_096

export const FILE_HEADER = { majorVersion: 38, checksum: 124, checkedBytes: 120 } as const

export const CHUNK_SIGNATURE = Buffer.from('ElfChnk\0', 'latin1')
/** Called "used chunk" size in the documentation; a {@link import('../../model/decoder.ts').Chunk} is many of these. */
export const EVTX_CHUNK_BYTES = 65_536
/** Records start here, after the header and the string and template tables. */
export const CHUNK_HEADER_BYTES = 512

/** Offsets in the chunk header. The header's checksum covers [0, 120) and [128, 512). */
export const CHUNK_HEADER = { lastRecordId: 32, freeSpace: 48, recordsChecksum: 52, checksum: 124, checkedBytes: 120, tables: 128 } as const

/** `**\0\0` */
export const RECORD_SIGNATURE = 0x00002a2a
export const RECORD_SIGNATURE_BYTES = Buffer.from([0x2a, 0x2a, 0, 0])
/** Signature, size, record number, time of writing. */
export const RECORD_HEADER_BYTES = 24
/** Header and the copy of the size that ends a record. */
export const MIN_RECORD_BYTES = RECORD_HEADER_BYTES + 4

/** Next definition in the hash chain, GUID, size. */
export const TEMPLATE_HEADER_BYTES = 24
export const TEMPLATE_GUID_OFFSET = 4
export const TEMPLATE_SIZE_OFFSET = 20

/** Next name in the hash chain, hash, length. */
export const NAME_HEADER_BYTES = 8

/** Binary XML tokens; most may carry {@link MORE_FLAG}. */
export const TOKEN = {
  endOfFragment: 0x00,
  openElement: 0x01,
  closeStartTag: 0x02,
  closeEmptyElement: 0x03,
  endElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  templateInstance: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const

/** Set on a token: more of its kind follow; on an element: it has attributes. */
export const MORE_FLAG = 0x40

export const VALUE = {
  null: 0x00,
  string: 0x01,
  ansiString: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  real32: 0x0b,
  real64: 0x0c,
  boolean: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  sizeT: 0x10,
  filetime: 0x11,
  systemtime: 0x12,
  sid: 0x13,
  hexInt32: 0x14,
  hexInt64: 0x15,
  eventHandle: 0x20,
  binaryXml: 0x21,
  eventXml: 0x23,
} as const

/** Added to a value's type: an array of it. */
export const ARRAY_FLAG = 0x80

export function startsWith(bytes: Uint8Array, signature: Buffer): boolean {
  return bytes.length >= signature.length && signature.equals(bytes.subarray(0, signature.length))
}
