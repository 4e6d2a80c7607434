import type { Readable } from 'node:stream'

const LF = 0x0a

/**
 * The lines of a stream without their ends (LF or CR LF), the last also where it has none; null for one that is too long, of which nothing is kept.
 *
 * @param mostBytes of one line, its end not counted
 */
export async function* boundedLines(input: Readable, mostBytes: number): AsyncGenerator<string | null, void, undefined> {
  let kept: Buffer[] = []
  let bytes = 0
  const take = (piece: Buffer) => {
    bytes += piece.length
    // What is too long already is not kept.
    if (bytes <= mostBytes) kept.push(piece)
    else kept = []
  }
  const line = () => {
    const text = bytes > mostBytes ? null : Buffer.concat(kept).toString('utf8').replace(/\r$/, '')
    kept = []
    bytes = 0
    return text
  }
  for await (const block of input as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, from)) {
      take(block.subarray(from, end))
      from = end + 1
      yield line()
    }
    if (from < block.length) take(block.subarray(from))
  }
  if (bytes > 0) yield line()
}
