import { crc32 } from 'node:zlib'
import type { Blocks } from './blocks.ts'
import { ByteReader } from './byte-reader.ts'
import type { UnpackLimits } from './defaults.ts'
import { readFileBytes, readFileRange } from './file-range.ts'
import { inflateRaw } from './inflate.ts'
import type { ZipStep } from './member-locator.ts'
import { RatioGuard } from './ratio-guard.ts'
import type { Remark } from './read-error.ts'
import { EvidenceReadError } from './read-error.ts'
import { unzstd } from './unzstd.ts'

export const LOCAL_HEADER_BYTES = 30
export const LOCAL_HEADER_SIGNATURE = 0x04034b50

/**
 * The content of an entry that is neither encrypted nor compressed by a rare method; its length and checksum are checked against
 * the directory (APPNOTE 4.3.12).
 *
 * @throws EvidenceReadError when it cannot be read further, after everything readable
 */
export async function* readZipEntry(file: string, step: ZipStep, limits: UnpackLimits, remark: Remark): Blocks {
  const start = zipDataOffset(file, step)
  yield* checked(unpack(readFileRange(file, start, start + step.compressedBytes), step, limits, remark), step, remark)
}

/** Where the entry's data begins: its local header may be longer than the directory says. @throws EvidenceReadError */
export function zipDataOffset(file: string, step: ZipStep): number {
  const header = readFileBytes(file, step.headerOffset, LOCAL_HEADER_BYTES)
  const view = new DataView(header.buffer, header.byteOffset, header.length)
  if (header.length < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) {
    throw new EvidenceReadError('damaged ZIP archive: the entry is not where the directory says')
  }
  return step.headerOffset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
}

function unpack(data: AsyncIterable<Uint8Array>, step: ZipStep, limits: UnpackLimits, remark: Remark): AsyncIterable<Uint8Array> {
  switch (step.method) {
    case 'stored': return data
    case 'deflate': return inflateAll(data, limits)
    case 'zstd': return unzstd(data, limits, remark)
  }
}

/** A whole stream of raw DEFLATE. @throws EvidenceReadError */
export async function* inflateAll(data: AsyncIterable<Uint8Array>, limits: UnpackLimits): Blocks {
  const input = new ByteReader(data)
  try {
    yield* inflateRaw(input, new RatioGuard(limits))
  } finally {
    await input.close()
  }
}

/** What the archive declares holds: more bytes end the reading, a wrong checksum or fewer bytes are remarks. */
export async function* checked(
  content: AsyncIterable<Uint8Array>,
  declared: { readonly bytes: number | null, readonly crc32: number | null },
  remark: Remark,
): Blocks {
  let length = 0
  let checksum = 0
  for await (const block of content) {
    const fitting = block.subarray(0, (declared.bytes ?? Infinity) - length)
    length += fitting.length
    checksum = crc32(fitting, checksum)
    if (fitting.length > 0) yield fitting
    if (fitting.length === block.length) continue
    throw new EvidenceReadError(`more than the ${declared.bytes} bytes that the archive declares; not read further`)
  }
  const { bytes } = declared
  if (bytes !== null && length < bytes) remark(`cut off: ${length} of the ${bytes} bytes that the archive declares`)
  else if (declared.crc32 !== null && checksum !== declared.crc32) remark('the ZIP checksum does not match: the content is damaged')
}
