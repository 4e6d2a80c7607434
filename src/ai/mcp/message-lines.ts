import type { Readable } from 'node:stream'
import { boundedLines } from '../../platform/bounded-lines.ts'

/** The lines of a stream that hold something, each a message; null for one that is too long. @param mostBytes of one line */
export async function* messageLines(input: Readable, mostBytes: number): AsyncGenerator<string | null, void, undefined> {
  for await (const line of boundedLines(input, mostBytes)) {
    const message = line === null ? null : line.trim()
    if (message !== '') yield message
  }
}
