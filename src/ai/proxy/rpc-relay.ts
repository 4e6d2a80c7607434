import { messageOf } from '../../platform/noroshi-error.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { ANSWER_MS, MESSAGE_BYTES, MOST_PENDING } from './defaults.ts'
import type { Passage, Sender, UnderWay } from './passage.ts'
import { paramsOf, RPC_CODE, rpcError, rpcKey, rpcKind, rpcMessage } from './rpc.ts'

export interface RpcRelayOptions {
  readonly passage: Passage
  readonly sender: Sender
  toAgent(message: Json): Promise<void>
  toServer(message: Json): Promise<void>
  /** Milliseconds that the server has for an answer. */
  readonly answerMs?: number
}

/** Messages both ways over one connection: each is judged, and each request has one answer, also when the server has none. */
export class RpcRelay {
  readonly #options: RpcRelayOptions
  readonly #underWay = new Map<string, { readonly underWay: UnderWay; readonly patience: NodeJS.Timeout }>()

  constructor(options: RpcRelayOptions) {
    this.#options = options
  }

  /** @param text null for one that was too long. @throws Error when what is no message cannot be written down */
  async fromAgent(text: string | null): Promise<void> {
    const { passage, sender, toAgent } = this.#options
    const message = text === null ? null : rpcMessage(text)
    if (message !== null) return this.#sent(message)
    await passage.unreadable(sender, { ...UNREADABLE, origin: 'assistant' })
    await toAgent(rpcError(null, text === null ? RPC_CODE.request : RPC_CODE.parse, text === null ? `a message may have ${MESSAGE_BYTES} bytes` : 'not a message of JSON-RPC 2.0'))
  }

  /** What a server says beside its messages reaches nobody. @param text null for one that was too long */
  async fromServer(text: string | null): Promise<void> {
    const { passage, sender } = this.#options
    const message = text === null ? null : rpcMessage(text)
    if (message === null) await passage.unreadable(sender, { ...UNREADABLE, origin: 'tool' }).catch(() => {})
    else await this.#received(message)
  }

  /** The server has gone: whoever waits is told why. */
  async serverGone(reason: string): Promise<void> {
    for (const key of this.#underWay.keys()) await this.#giveUp(key, reason)
  }

  /** The agent has gone: nobody waits any more. */
  async agentGone(): Promise<void> {
    for (const key of this.#underWay.keys()) await this.#cancelled(key)
  }

  async #sent(message: Json): Promise<void> {
    const { passage, sender, toAgent, toServer, answerMs = ANSWER_MS } = this.#options
    if (this.#underWay.size >= MOST_PENDING && rpcKind(message) === 'request') return toAgent(rpcError(message['id'], RPC_CODE.upstream, 'too many requests wait for an answer'))
    const sent = await passage.sent(message, sender).catch((cause: unknown) => ({ answer: rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)) }))
    if (sent.answer !== undefined) return sent.answer === null ? undefined : toAgent(sent.answer)
    if (sent.underWay !== null) {
      const { underWay } = sent
      const key = rpcKey(underWay.id)
      const patience = setTimeout(() => void this.#giveUp(key, 'the server did not answer in time'), answerMs)
      this.#underWay.set(key, { underWay, patience })
    }
    await toServer(message)
    if (message['method'] === 'notifications/cancelled') await this.#cancelled(rpcKey(paramsOf(message)['requestId']))
  }

  /** Who asked does not wait any more; what comes all the same answers nothing. */
  async #cancelled(key: string): Promise<void> {
    const waiting = this.#underWay.get(key)
    if (waiting === undefined) return
    clearTimeout(waiting.patience)
    this.#underWay.delete(key)
    await this.#options.passage.gone(waiting.underWay).catch(() => {})
  }

  async #received(message: Json): Promise<void> {
    const { passage, sender, toAgent, toServer } = this.#options
    const key = rpcKind(message) === 'response' ? rpcKey(message['id']) : ''
    const waiting = this.#underWay.get(key)
    if (waiting !== undefined) clearTimeout(waiting.patience)
    this.#underWay.delete(key)
    // An answer to nothing, or a second one.
    if (key !== '' && waiting === undefined) return
    const { message: passed, refusal } = await passage.received(message, waiting?.underWay ?? null, sender)
      .catch((cause: unknown) => ({ message: key === '' ? null : rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)), refusal: null }))
    if (refusal !== null) await toServer(refusal)
    if (passed !== null) await toAgent(passed)
  }

  async #giveUp(key: string, reason: string): Promise<void> {
    const waiting = this.#underWay.get(key)
    if (waiting === undefined) return
    this.#underWay.delete(key)
    clearTimeout(waiting.patience)
    const answer = await this.#options.passage.broken(waiting.underWay, reason).catch((cause: unknown) => rpcError(waiting.underWay.id, RPC_CODE.upstream, messageOf(cause)))
    await this.#options.toAgent(answer)
  }
}

const UNREADABLE = {
  verdict: 'flag', layer: 'form', score: 0.5, reason: { en: 'this is no message of JSON-RPC 2.0, or is too long', ja: 'JSON-RPC 2.0 のメッセージでない、または長すぎる' },
} as const
