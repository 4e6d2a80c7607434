import { crc32 } from 'node:zlib'
import type { Blocks } from './blocks.ts'
import { ByteReader } from './byte-reader.ts'
import type { UnpackLimits } from './defaults.ts'
import { inflateRaw } from './inflate.ts'
import { RatioGuard } from './ratio-guard.ts'
import type { Remark } from './read-error.ts'
import { EvidenceReadError } from './read-error.ts'

const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const
const FIXED_HEADER_BYTES = 10
const TRAILER_BYTES = 8

/** Bytes after which a name or a comment in a header is no name. */
const MAX_TEXT_BYTES = 65_536

/**
 * The content of a gzip stream (RFC 1952), its members joined. Zeros after the last member are padding, anything else a remark, as is
 * a wrong checksum or length: what was read stays read.
 *
 * @throws EvidenceReadError when it cannot be read further, after everything readable
 */
export async function* gunzip(blocks: AsyncIterable<Uint8Array>, limits: UnpackLimits, remark: Remark): Blocks {
  const input = new ByteReader(blocks)
  const guard = new RatioGuard(limits)
  try {
    for (let member = 0; await startsMember(input, member, remark); member++) {
      if (member === limits.frames) throw new EvidenceReadError(`more than ${limits.frames} gzip members`)
      await skipHeader(input)
      let checksum = 0
      let length = 0
      for await (const block of inflateRaw(input, guard)) {
        checksum = crc32(block, checksum)
        length += block.length
        yield block
      }
      await checkTrailer(input, checksum, length, remark)
    }
  } finally {
    await input.close()
  }
}

async function startsMember(input: ByteReader, member: number, remark: Remark): Promise<boolean> {
  const magic = await input.peek(3)
  if (magic.length === 0 && input.failure !== null) throw input.failure
  if (magic.length === 3 && magic[0] === 0x1f && magic[1] === 0x8b && magic[2] === 8) return true
  if (member === 0) throw input.failure ?? new EvidenceReadError('not gzip, or a compression method other than deflate')
  const garbage = await countTrailing(input)
  if (garbage > 0) remark(`${garbage} bytes after the end of the gzip data belong to nothing`)
  return false
}

/** 0 when only zeros follow. */
async function countTrailing(input: ByteReader): Promise<number> {
  const start = input.position
  let zeros = true
  for (let shown = await input.peek(4_096); shown.length > 0; shown = await input.peek(4_096)) {
    zeros &&= shown.every(byte => byte === 0)
    input.skip(shown.length)
  }
  return zeros ? 0 : input.position - start
}

async function skipHeader(input: ByteReader): Promise<void> {
  const flags = (await input.peek(FIXED_HEADER_BYTES))[3] ?? 0
  if ((flags & FLAGS.reserved) !== 0) throw new EvidenceReadError('damaged gzip header: reserved flags are set')
  await take(input, FIXED_HEADER_BYTES)
  if (flags & FLAGS.extra) {
    const size = await input.peek(2)
    await take(input, 2 + (size[0] ?? 0) + 256 * (size[1] ?? 0))
  }
  if (flags & FLAGS.name) await takeText(input)
  if (flags & FLAGS.comment) await takeText(input)
  if (flags & FLAGS.headerCrc) await take(input, 2)
}

async function take(input: ByteReader, count: number): Promise<void> {
  if (!await input.pass(count)) throw input.failure ?? new EvidenceReadError('cut off: the gzip header ends in the middle')
}

async function takeText(input: ByteReader): Promise<void> {
  const end = (await input.peek(MAX_TEXT_BYTES)).indexOf(0)
  if (end < 0) throw input.failure ?? new EvidenceReadError('damaged gzip header: a name without an end')
  input.skip(end + 1)
}

async function checkTrailer(input: ByteReader, checksum: number, length: number, remark: Remark): Promise<void> {
  const trailer = await input.peek(TRAILER_BYTES)
  if (trailer.length < TRAILER_BYTES) throw input.failure ?? new EvidenceReadError('cut off: the gzip checksum is missing')
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES)
  if (view.getUint32(0, true) !== checksum) remark('the gzip checksum does not match: the content is damaged')
  else if (view.getUint32(4, true) !== length % 2 ** 32) remark('the gzip length does not match: the content is damaged')
  input.skip(TRAILER_BYTES)
}
