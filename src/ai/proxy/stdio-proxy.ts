import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Json } from '../gateway/protocol/protocol.ts'
import { messageLines } from '../mcp/message-lines.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { ANSWER_MS, END_MS, MESSAGE_BYTES, MOST_PENDING } from './defaults.ts'
import type { Passage, Sender, UnderWay } from './passage.ts'
import { RPC_CODE, rpcError, rpcKey, rpcKind, rpcMessage } from './rpc.ts'

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
export async function stdioProxy(options: StdioProxyOptions): Promise<number> {
  const [program = '', ...given] = options.command
  const server = spawn(program, given, { stdio: ['pipe', 'pipe', 'inherit'], env: options.environment })
  return new StdioProxy(server, options).run()
}

class StdioProxy {
  readonly #server: Server
  readonly #options: StdioProxyOptions
  readonly #underWay = new Map<string, { readonly underWay: UnderWay; readonly patience: NodeJS.Timeout }>()
  #failure: string | null = null

  constructor(server: Server, options: StdioProxyOptions) {
    this.#server = server
    this.#options = options
    server.on('error', cause => { this.#failure = messageOf(cause) })
    // A server that reads no more says so by its end.
    server.stdin.on('error', () => {})
  }

  async run(): Promise<number> {
    const closed = new Promise<number>(resolve => this.#server.once('close', (code: number | null) => resolve(code ?? 1)))
    const fromServer = this.#fromServer()
    const fromAgent = this.#fromAgent().then(() => this.#end())
    const code = await closed
    await fromServer
    await this.#answerAll(this.#failure ?? `the server ended with code ${code}`)
    this.#options.input.destroy()
    await fromAgent
    return this.#failure === null ? code : 1
  }

  async #fromAgent(): Promise<void> {
    const { passage, sender, input } = this.#options
    try {
      for await (const line of messageLines(input, MESSAGE_BYTES)) {
        const message = line === null ? null : rpcMessage(line)
        if (message === null) {
          await passage.unreadable(sender, { ...UNREADABLE, origin: 'assistant' })
          await this.#answer(rpcError(null, line === null ? RPC_CODE.request : RPC_CODE.parse, line === null ? `a message may have ${MESSAGE_BYTES} bytes` : 'not a message of JSON-RPC 2.0'))
        } else await this.#sent(message)
      }
    } catch (cause) {
      // Destroyed when the server has ended: nobody is left to be asked.
      if (!input.destroyed) throw cause
    }
  }

  async #sent(message: Json): Promise<void> {
    const { passage, sender, answerMs = ANSWER_MS } = this.#options
    if (this.#underWay.size >= MOST_PENDING && rpcKind(message) === 'request') return this.#answer(rpcError(message['id'], RPC_CODE.upstream, 'too many requests wait for an answer'))
    const sent = await passage.sent(message, sender).catch((cause: unknown) => ({ answer: rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)) }))
    if (sent.answer !== undefined) return sent.answer === null ? undefined : this.#answer(sent.answer)
    if (sent.underWay !== null) {
      const { underWay } = sent
      const key = rpcKey(underWay.id)
      const patience = setTimeout(() => void this.#giveUp(key, 'the server did not answer in time'), answerMs)
      this.#underWay.set(key, { underWay, patience })
    }
    await this.#write(this.#server.stdin, message)
  }

  async #fromServer(): Promise<void> {
    const { passage, sender } = this.#options
    for await (const line of messageLines(this.#server.stdout, MESSAGE_BYTES)) {
      const message = line === null ? null : rpcMessage(line)
      // What a program prints beside its messages reaches nobody.
      if (message === null) await passage.unreadable(sender, { ...UNREADABLE, origin: 'tool' }).catch(() => {})
      else await this.#received(message)
    }
  }

  async #received(message: Json): Promise<void> {
    const { passage, sender } = this.#options
    const key = rpcKind(message) === 'response' ? rpcKey(message['id']) : ''
    const waiting = this.#underWay.get(key)
    if (waiting !== undefined) clearTimeout(waiting.patience)
    this.#underWay.delete(key)
    // An answer to nothing, or a second one.
    if (key !== '' && waiting === undefined) return
    const { message: passed, refusal } = await passage.received(message, waiting?.underWay ?? null, sender)
      .catch((cause: unknown) => ({ message: key === '' ? null : rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)), refusal: null }))
    if (refusal !== null) await this.#write(this.#server.stdin, refusal)
    if (passed !== null) await this.#answer(passed)
  }

  async #giveUp(key: string, reason: string): Promise<void> {
    const waiting = this.#underWay.get(key)
    if (waiting === undefined) return
    this.#underWay.delete(key)
    clearTimeout(waiting.patience)
    const answer = await this.#options.passage.broken(waiting.underWay, reason).catch((cause: unknown) => rpcError(waiting.underWay.id, RPC_CODE.upstream, messageOf(cause)))
    await this.#answer(answer)
  }

  async #answerAll(reason: string): Promise<void> {
    for (const key of this.#underWay.keys()) await this.#giveUp(key, reason)
  }

  #answer(message: Json): Promise<void> {
    return this.#write(this.#options.output, message)
  }

  async #write(to: Writable, message: Json): Promise<void> {
    if (to.destroyed || to.writableEnded) return
    if (!to.write(`${JSON.stringify(message)}\n`)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {})
  }

  /** As the specification has it (MCP, “stdio”, “Shutdown”): its input is closed, then it is asked, then it is ended. */
  async #end(): Promise<void> {
    this.#server.stdin.end()
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (this.#server.exitCode !== null || this.#server.signalCode !== null || this.#server.pid === undefined) return
      await Promise.race([once(this.#server, 'close'), new Promise(resolve => setTimeout(resolve, END_MS).unref())]).catch(() => {})
      if (this.#server.exitCode === null && this.#server.signalCode === null) this.#server.kill(signal)
    }
  }
}

const UNREADABLE = {
  verdict: 'flag', layer: 'form', score: 0.5, reason: { en: 'a line is no message of JSON-RPC 2.0, or is too long', ja: 'JSON-RPC 2.0 のメッセージでない、または長すぎる行' },
} as const
