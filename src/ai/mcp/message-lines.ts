import type { Readable } from 'node:stream'

/** The lines of a stream, each a message; null for one that is too long, of which nothing is kept. @param mostBytes of one line */
export async function* messageLines(input: Readable, mostBytes: number): AsyncGenerator<string | null> {
  let kept: Buffer[] = []
  let bytes = 0
  for await (const block of input as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, from)) {
      kept.push(block.subarray(from, end))
      const line = Buffer.concat(kept).toString('utf8').trim()
      if (bytes + end - from > mostBytes) yield null
      else if (line !== '') yield line
      kept = []
      bytes = 0
      from = end + 1
    }
    bytes += block.length - from
    // What is too long already is not kept.
    kept = bytes > mostBytes ? [] : [...kept, block.subarray(from)]
  }
}

const LF = 0x0a
