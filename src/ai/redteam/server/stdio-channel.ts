import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Json } from '../../gateway/protocol/protocol.ts'
import { isJson } from '../../gateway/protocol/protocol.ts'
import { messageLines } from '../../mcp/message-lines.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import type { ChannelOptions, McpChannel } from './mcp-client.ts'

/** A server that is a program, started once for a run. */
export function stdioChannel(words: readonly string[], { timeoutMs = TARGET_MS, stop }: ChannelOptions = {}): McpChannel {
  const [program = '', ...given] = words
  const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map<unknown, { resolve(answer: Json): void; reject(cause: Error): void }>()
  let ended: Error | null = null
  const end = (reason: string) => {
    ended = new Error(reason)
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  stop?.addEventListener('abort', () => end('stopped'), { once: true })
  child.on('error', cause => end(messageOf(cause)))
  child.on('close', code => end(`${program} ended with code ${code}`))
  child.stdin.on('error', () => {})
  void (async () => {
    for await (const line of messageLines(child.stdout, MOST_ANSWER_BYTES)) {
      const message = line === null ? null : parsed(line)
      const asked = message === null ? undefined : waiting.get(message['id'])
      if (message === null || asked === undefined || 'method' in message) continue
      waiting.delete(message['id'])
      asked.resolve(message)
    }
  })().catch((cause: unknown) => end(messageOf(cause)))
  return {
    name: words.join(' '), isHere: true,
    ask: message => new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended)
      const patience = setTimeout(() => waiting.get(message['id'])?.reject(new Error(`it does not answer within ${timeoutMs / 1_000} s`)), timeoutMs)
      const settle = <T>(with_: (value: T) => void) => (value: T) => {
        clearTimeout(patience)
        waiting.delete(message['id'])
        with_(value)
      }
      waiting.set(message['id'], { resolve: settle(resolve), reject: settle(reject) })
      child.stdin.write(`${JSON.stringify(message)}\n`)
    }),
    async tell(message) { child.stdin.write(`${JSON.stringify(message)}\n`) },
    askAsStranger: async () => null,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      const closed = once(child, 'close')
      child.stdin.end()
      const patience = setTimeout(() => child.kill('SIGKILL'), END_MS)
      await closed
      clearTimeout(patience)
    },
  }
}

const END_MS = 2_000

function parsed(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line)
    return isJson(value) ? value : null
  } catch {
    return null
  }
}
