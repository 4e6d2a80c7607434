import type { Readable, Writable } from 'node:stream'
import type { McpServer, Message } from './answer-message.ts'
import { answerMessage, notJson } from './answer-message.ts'
import { MESSAGE_BYTES, MOST_AT_ONCE } from './defaults.ts'
import { messageLines } from './message-lines.ts'

/** Answers messages, a line each, until the input ends: the transport “stdio” of MCP. Answers come in the order in which they are ready. */
export async function serveLines(server: McpServer, input: Readable, output: Writable): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const write = (message: Message | null) => {
    if (message !== null) output.write(`${JSON.stringify(message)}\n`)
  }
  for await (const line of messageLines(input, MESSAGE_BYTES)) {
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

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
