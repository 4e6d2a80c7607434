import { createInflateRaw } from 'node:zlib'
import type { Blocks } from './blocks.ts'
import type { ByteReader } from './byte-reader.ts'
import { Decompressor } from './decompressor.ts'
import { OUTPUT_BYTES, PIECE_BYTES } from './defaults.ts'
import type { RatioGuard } from './ratio-guard.ts'
import { EvidenceReadError } from './read-error.ts'

/**
 * One raw DEFLATE stream (RFC 1951); leaves the reader behind its last byte. Damage costs at most the last {@link OUTPUT_BYTES}
 * before it.
 *
 * @throws EvidenceReadError when it is damaged, cut off or a bomb, after everything readable
 */
export async function* inflateRaw(input: ByteReader, guard: RatioGuard): Blocks {
  const decompressor = new Decompressor(createInflateRaw({ chunkSize: OUTPUT_BYTES }))
  try {
    while (true) {
      const piece = await input.peek(PIECE_BYTES)
      if (piece.length === 0 && await decompressor.finish()) return
      if (piece.length === 0) throw input.failure ?? new EvidenceReadError('cut off: the compressed data ends in the middle')
      const { output, consumed, ended, failure } = await decompressor.feed(piece)
      input.skip(consumed)
      for (const block of output) {
        guard.count(block.length, input.position)
        yield block
      }
      if (failure !== null) throw new EvidenceReadError(`damaged compressed data: ${failure}`)
      if (ended) return
    }
  } finally {
    decompressor.close()
  }
}
