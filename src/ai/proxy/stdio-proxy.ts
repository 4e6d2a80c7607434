import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Json } from '../gateway/protocol/protocol.ts'
import { messageLines } from '../mcp/message-lines.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { END_MS, MESSAGE_BYTES } from './defaults.ts'
import type { Passage, Sender } from './passage.ts'
import { RpcRelay } from './rpc-relay.ts'

export interface StdioProxyOptions {
  /** The server's program and its arguments; no shell reads them. */
  readonly command: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly passage: Passage
  readonly sender: Sender
  /** The agent. */
  readonly input: Readable
  readonly output: Writable
  /** Milliseconds that the server has for an answer. */
  readonly answerMs?: number
}

type Server = ChildProcessByStdio<Writable, Readable, null>

/**
 * Stands between an agent and the program of an MCP server, over standard input and output of both: the program is started, and ended when the agent goes.
 *
 * @returns the exit code of the program; 1 where it was ended by a signal or could not be started
 */
export async function stdioProxy({ command, environment, passage, sender, input, output, ...limits }: StdioProxyOptions): Promise<number> {
  const [program = '', ...given] = command
  const server = spawn(program, given, { stdio: ['pipe', 'pipe', 'inherit'], env: environment })
  let failure: string | null = null
  server.on('error', cause => { failure = messageOf(cause) })
  // A server that reads no more says so by its end.
  server.stdin.on('error', () => {})
  const relay = new RpcRelay({ passage, sender, toAgent: message => write(output, message), toServer: message => write(server.stdin, message), ...limits })
  const closed = new Promise<number>(resolve => server.once('close', (code: number | null) => resolve(code ?? 1)))
  const fromServer = (async () => {
    for await (const line of messageLines(server.stdout, MESSAGE_BYTES)) await relay.fromServer(line)
  })()
  const fromAgent = fromAgentTo(relay, input).then(async () => {
    await relay.letGo()
    return end(server)
  })
  const code = await closed
  await fromServer
  await relay.serverGone(failure ?? `the server ended with code ${code}`)
  input.destroy()
  await fromAgent
  return failure === null ? code : 1
}

async function fromAgentTo(relay: RpcRelay, input: Readable): Promise<void> {
  try {
    for await (const line of messageLines(input, MESSAGE_BYTES)) await relay.fromAgent(line)
  } catch (cause) {
    // Destroyed when the server has ended: nobody is left to be asked.
    if (!input.destroyed) throw cause
  }
}

async function write(to: Writable, message: Json): Promise<void> {
  if (to.destroyed || to.writableEnded) return
  if (!to.write(`${JSON.stringify(message)}\n`)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {})
}

/** As the specification has it (MCP, “stdio”, “Shutdown”): its input is closed, then it is asked, then it is ended. */
async function end(server: Server): Promise<void> {
  server.stdin.end()
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return
    await Promise.race([once(server, 'close'), new Promise(resolve => setTimeout(resolve, END_MS).unref())]).catch(() => {})
    if (server.exitCode === null && server.signalCode === null) server.kill(signal)
  }
}
