import type { Readable, Writable } from 'node:stream'
import type { McpServer, Message } from './answer-message.ts'
import { answerMessage, notJson } from './answer-message.ts'
import { MESSAGE_BYTES, MOST_AT_ONCE } from './defaults.ts'

/** Answers messages, a line each, until the input ends: the transport “stdio” of MCP. Answers come in the order in which they are ready. */
export async function serveLines(server: McpServer, input: Readable, output: Writable): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const write = (message: Message | null) => {
    if (message !== null) output.write(`${JSON.stringify(message)}\n`)
  }
  for await (const line of lines(input)) {
    const parsed = line === null ? undefined : parse(line)
    if (parsed === undefined) {
      write(notJson())
      continue
    }
    const answering: Promise<void> = answerMessage(server, parsed).then(write).finally(() => underWay.delete(answering))
    underWay.add(answering)
    if (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay)
  }
  await Promise.all(underWay)
}

/** Null for one that is too long. */
async function* lines(input: Readable): AsyncGenerator<string | null> {
  let kept: Buffer[] = []
  let bytes = 0
  for await (const block of input as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, from)) {
      kept.push(block.subarray(from, end))
      const line = Buffer.concat(kept).toString('utf8').trim()
      if (bytes + end - from > MESSAGE_BYTES) yield null
      else if (line !== '') yield line
      kept = []
      bytes = 0
      from = end + 1
    }
    bytes += block.length - from
    // What is too long already is not kept.
    kept = bytes > MESSAGE_BYTES ? [] : [...kept, block.subarray(from)]
  }
}

const LF = 0x0a

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
