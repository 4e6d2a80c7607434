import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Writes pieces of text as fast as the stream takes them. */
export async function writeLines(stream: Writable, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!stream.write(piece)) await once(stream, 'drain')
  }
}
