/** A content up to so many bytes. @throws Error when it is longer; nothing of it is to be kept */
export async function* boundedContent(content: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const block of content) {
    bytes += block.length
    if (bytes > most) throw new Error(`more than ${most} bytes; nothing of it was taken`)
    yield block
  }
}

/** The whole of a short content. @throws Error when it is longer */
export async function wholeContent(content: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const blocks: Uint8Array[] = []
  for await (const block of boundedContent(content, most)) blocks.push(block)
  return Buffer.concat(blocks)
}
