import type { IncomingMessage } from 'node:http'

/** The JSON of a request; undefined when it is longer than it may be, or none. @throws what the connection says */
export async function readSmallJson(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of request as AsyncIterable<Buffer>) {
    bytes += block.length
    if (bytes <= mostBytes) blocks.push(block)
    else blocks.length = 0
    if (bytes > 2 * mostBytes) throw new Error('a request much longer than it may be')
  }
  if (bytes > mostBytes) return undefined
  try {
    return JSON.parse(Buffer.concat(blocks).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
