import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { INSERT_BODY_BYTES, STATEMENT_BYTES } from '../defaults.ts'
import { EngineException } from '../engine-exception.ts'

/**
 * The body of a request, decompressed, up to so many bytes.
 *
 * @throws {EngineException} 307 past the limit; 48 for an encoding that is not known; while it is read, for a torn or damaged body.
 */
async function* bodyOf(request: IncomingMessage, limit: number): AsyncGenerator<Buffer, void> {
  let bytes = 0
  for await (const chunk of decoded(request)) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > limit) throw new EngineException(307, 'TOO_MANY_BYTES', `The body of the request is larger than ${limit} bytes`)
    yield chunk
  }
}

/** The whole body as one buffer: a statement, perhaps with the data of a small insert behind it. */
export async function readStatementBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of bodyOf(request, STATEMENT_BYTES)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * Writes the data of an insert into a file. Only a body that came whole is inserted: where it breaks off, this throws.
 *
 * @returns the number of bytes.
 */
export async function spoolBody(request: IncomingMessage, start: Uint8Array, file: string): Promise<number> {
  const spool = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  try {
    await pipeline(async function* () {
      yield start
      yield* bodyOf(request, INSERT_BODY_BYTES)
    }, spool)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new EngineException(243, 'NOT_ENOUGH_SPACE', 'No space left on the device for the data of the insert')
    }
    throw error
  }
  return spool.bytesWritten
}

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return request
  const decoder = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress }[encoding]
  if (decoder === undefined) throw new EngineException(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not supported`)
  const stream = decoder()
  request.on('error', error => stream.destroy(error)).on('aborted', () => stream.destroy(new Error('The request was aborted')))
  return request.pipe(stream)
}
