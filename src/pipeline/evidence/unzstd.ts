import { constants, createZstdDecompress } from 'node:zlib'
import type { Blocks } from './blocks.ts'
import { ByteReader } from './byte-reader.ts'
import { Decompressor } from './decompressor.ts'
import type { UnpackLimits } from './defaults.ts'
import { OUTPUT_BYTES, PIECE_BYTES } from './defaults.ts'
import { RatioGuard } from './ratio-guard.ts'
import type { Remark } from './read-error.ts'
import { EvidenceReadError } from './read-error.ts'

const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const CHECKSUM_BYTES = 4
const BLOCK_HEADER_BYTES = 3
const MAX_BLOCK_BYTES = 131_072

/** A frame asks for a window of up to 2²⁷ bytes, the most the reference decoder grants unasked. */
const WINDOW_LOG_MAX = 27

/** Blocks are decoded together as long as they can hold no more than this, so that one call's output stays small. */
const BATCH_OUTPUT_BYTES = 1_048_576

/**
 * The content of a Zstandard stream (RFC 8878), its frames joined, skippable frames skipped. Frames and blocks are told apart here
 * because the decoder of `node:zlib` stops after the first frame, and drops what it has decoded when a checksum is wrong.
 *
 * @throws EvidenceReadError when it cannot be read further, after everything readable
 */
export async function* unzstd(blocks: AsyncIterable<Uint8Array>, limits: UnpackLimits, remark: Remark): Blocks {
  const input = new ByteReader(blocks)
  const guard = new RatioGuard(limits)
  try {
    for (let frame = 0; await startsFrame(input, frame, remark); frame++) {
      if (frame === limits.frames) throw new EvidenceReadError(`more than ${limits.frames} zstd frames`)
      const start = await input.peek(8)
      if (uint32(start, 0) === FRAME_MAGIC) yield* decodeFrame(input, guard, remark)
      else if (start.length < 8 || !await input.pass(8 + uint32(start, 4))) throw cutOff(input)
    }
  } finally {
    await input.close()
  }
}

async function startsFrame(input: ByteReader, frame: number, remark: Remark): Promise<boolean> {
  const magic = await input.peek(4)
  if (magic.length === 0 && input.failure !== null) throw input.failure
  if (magic.length === 4 && isZstdMagic(magic)) return true
  if (frame === 0) throw input.failure ?? new EvidenceReadError('not zstd')
  if (magic.length > 0) remark('bytes after the end of the zstd data belong to nothing')
  return false
}

/** Whether a content starts with a frame or a skippable frame. */
export function isZstdMagic(head: Uint8Array): boolean {
  const magic = uint32(head, 0)
  return magic === FRAME_MAGIC || ((magic & 0xfffffff0) >>> 0) === SKIPPABLE_MAGIC
}

async function* decodeFrame(input: ByteReader, guard: RatioGuard, remark: Remark): Blocks {
  const decompressor = new Decompressor(createZstdDecompress({
    chunkSize: OUTPUT_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
  }))
  try {
    const header = frameHeader(await input.peek(5))
    let lead = header.bytes
    for (let last = false; !last;) {
      const batch = await nextBlocks(input, lead)
      last = batch.last
      const { output, failure } = await decompressor.feed(batch.bytes)
      input.skip(batch.bytes.length)
      lead = 0
      for (const block of output) {
        guard.count(block.length, input.position)
        yield block
      }
      if (failure !== null) throw new EvidenceReadError(`damaged zstd data: ${failure}`)
      if (batch.cut) throw cutOff(input)
    }
    if (!header.checksum) return
    const checksum = await input.peek(CHECKSUM_BYTES)
    if (checksum.length < CHECKSUM_BYTES) throw cutOff(input)
    if ((await decompressor.feed(checksum)).failure !== null) remark('the zstd checksum does not match: the content is damaged')
    input.skip(CHECKSUM_BYTES)
  } finally {
    decompressor.close()
  }
}

/** Frame_Header (RFC 8878, 3.1.1.1): its length together with the magic, and whether a checksum ends the frame. */
function frameHeader(start: Uint8Array): { readonly bytes: number, readonly checksum: boolean } {
  const descriptor = start[4] ?? 0
  const singleSegment = (descriptor & 0x20) !== 0
  const contentSizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
  return { bytes: 5 + (singleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes, checksum: (descriptor & 4) !== 0 }
}

interface BlockBatch {
  readonly bytes: Uint8Array
  readonly last: boolean
  /** The stream ends within its only block. */
  readonly cut: boolean
}

/** As many whole blocks as may be decoded at once, with the `lead` bytes before them; where the stream is cut off, what there is. */
async function nextBlocks(input: ByteReader, lead: number): Promise<BlockBatch> {
  const shown = await input.peek(lead + BLOCK_HEADER_BYTES + MAX_BLOCK_BYTES)
  let end = lead
  let last = false
  for (let budget = BATCH_OUTPUT_BYTES; budget > 0 && !last;) {
    const header = uint24(shown, end)
    const kind = (header >> 1) & 3
    const size = header >> 3
    const next = end + BLOCK_HEADER_BYTES + (kind === 1 ? 1 : size)
    if (next > shown.length || (end > lead && next > lead + PIECE_BYTES)) break
    budget -= kind === 2 ? MAX_BLOCK_BYTES : Math.max(size, 1)
    last = (header & 1) !== 0
    end = next
  }
  if (end > lead) return { bytes: shown.subarray(0, end), last, cut: false }
  if (uint24(shown, lead) >> 3 > MAX_BLOCK_BYTES) throw new EvidenceReadError('damaged zstd data: a block larger than the format allows')
  if (shown.length === 0) throw cutOff(input)
  return { bytes: shown, last: false, cut: true }
}

function cutOff(input: ByteReader): EvidenceReadError {
  return input.failure ?? new EvidenceReadError('cut off: the zstd data ends in the middle')
}

function uint24(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
}

function uint32(bytes: Uint8Array, at: number): number {
  return (uint24(bytes, at) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
}
