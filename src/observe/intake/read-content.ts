import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { releaseMemory } from '../../platform/release-memory.ts'
import type { MemoryBudget } from './memory-budget.ts'

/** The decompressed body of a request, or why it is not taken. */
export type ReadContent =
  | { readonly content: Buffer; readonly heldBytes: number }
  | { readonly refused: ContentRefusal }

/** `broken`: not what its encoding says; `lost`: the sender broke off. */
export type ContentRefusal = 'unknown-encoding' | 'too-large' | 'no-memory' | 'broken' | 'lost'

export interface ContentLimits {
  readonly bodyBytes: number
  readonly contentBytes: number
}

/**
 * Reads a body and decompresses it while it comes (RFC 9110 §8.4: gzip, deflate, zstd, identity, one of them), never holding more than the
 * limits and the budget allow. What is held of the budget when it succeeds (`heldBytes`) is the caller's to give back.
 *
 * @param encoding the value of `Content-Encoding`
 */
export async function readContent(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  limits: ContentLimits,
  budget: MemoryBudget,
): Promise<ReadContent> {
  const decompressor = decompressorFor(encoding)
  if (decompressor === null) return { refused: 'unknown-encoding' }
  const blocks: Uint8Array[] = []
  let bytes = 0
  let refused: ContentRefusal = 'broken'
  const end = (reason: ContentRefusal): Error => {
    refused = reason
    return new Error(reason)
  }
  async function* received(): AsyncGenerator<Uint8Array> {
    let receivedBytes = 0
    const iterator = body[Symbol.asyncIterator]()
    for (;;) {
      const next = await iterator.next().catch(() => {
        throw end('lost')
      })
      if (next.done === true) return
      receivedBytes += next.value.length
      if (receivedBytes > limits.bodyBytes) throw end('too-large')
      yield next.value
    }
  }
  async function keep(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const block of source) {
      if (bytes + block.length > limits.contentBytes) throw end('too-large')
      if (!budget.take(block.length)) throw end('no-memory')
      bytes += block.length
      blocks.push(block)
    }
  }
  try {
    if (decompressor === undefined) await keep(received())
    else await pipeline(received(), decompressor, keep)
  } catch {
    budget.giveBack(bytes)
    return { refused }
  }
  return { content: joined(blocks, bytes), heldBytes: bytes }
}

/** Undefined: as it is; null: unknown. */
function decompressorFor(encoding: string | undefined): Transform | undefined | null {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return undefined
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ chunkSize: CHUNK_BYTES })
    case 'deflate':
      return createInflate({ chunkSize: CHUNK_BYTES })
    case 'zstd':
      return createZstdDecompress({ chunkSize: CHUNK_BYTES })
    default:
      return null
  }
}

/** What a decompressor gives at a time; its own default of 16 kB costs more calls than work. */
const CHUNK_BYTES = 262_144

function joined(blocks: readonly Uint8Array[], bytes: number): Buffer {
  const [only] = blocks
  if (blocks.length === 1 && only !== undefined) return Buffer.from(only.buffer, only.byteOffset, only.byteLength)
  const content = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  for (const block of blocks) {
    content.set(block, at)
    at += block.length
  }
  blocks.forEach(releaseMemory)
  return content
}
