import { MOST_ANSWER_BYTES, SPENT_CHARACTERS } from '../defaults.ts'

/**
 * What is said, up to a limit. One that says more, or still says something when patience ends, is without end; what came of it is enough to grade.
 *
 * @throws what the stream throws, where it breaks off before it was too long
 */
export async function boundedText(body: AsyncIterable<Uint8Array> | null, patience: AbortSignal): Promise<{ readonly text: string; readonly isEndless: boolean }> {
  const blocks: Uint8Array[] = []
  let bytes = 0
  const told = (isEndless: boolean) => ({ text: Buffer.concat(blocks).toString('utf8'), isEndless })
  try {
    for await (const block of body ?? []) {
      blocks.push(block)
      bytes += block.length
      if (bytes > MOST_ANSWER_BYTES) return told(true)
    }
  } catch (cause) {
    // White space that drips for ever says nothing.
    if (patience.aborted && told(true).text.replaceAll(/\s+/g, ' ').length > SPENT_CHARACTERS) return told(true)
    throw cause
  }
  return told(false)
}
