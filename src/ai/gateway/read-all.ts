import type { IncomingMessage } from 'node:http'
import { MOST_BODY_BYTES } from './defaults.ts'

/** A whole body; null when it is too large, of which the rest is not read. @throws Error when it breaks off */
export async function readAll(message: IncomingMessage): Promise<Buffer | null> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of message as AsyncIterable<Buffer>) {
    bytes += block.length
    if (bytes > MOST_BODY_BYTES) return null
    blocks.push(block)
  }
  return Buffer.concat(blocks)
}
