import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { ZSTD_LEVEL } from './defaults.ts'

/** Content compressed with zstd (RFC 8878). */
export function pack(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(content, createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } }))
}

/** The same back. @throws what zlib says of content that is none */
export function unpack(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(content, createZstdDecompress())
}

async function* through(content: AsyncIterable<Uint8Array>, change: Transform): AsyncGenerator<Uint8Array, void, undefined> {
  const feeding = pipeline(content, change)
  // Told to who reads.
  feeding.catch(() => {})
  try {
    yield* change
    await feeding
  } finally {
    change.destroy()
  }
}
