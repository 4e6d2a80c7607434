import { messageOf } from '../../platform/noroshi-error.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { ANSWER_MS, MESSAGE_BYTES, MOST_PENDING } from './defaults.ts'
import type { Passage, Sender, UnderWay, Waiting } from './passage.ts'
import { paramsOf, RPC_CODE, rpcError, rpcKey, rpcKind, rpcMessage } from './rpc.ts'

export interface RpcRelayOptions {
  readonly passage: Passage
  readonly sender: Sender
  toAgent(message: Json): Promise<void>
  toServer(message: Json): Promise<void>
  /** Milliseconds that the server has for an answer. */
  readonly answerMs?: number
}

/** A message that waits for a person. */
interface Held {
  /** Of the request that it is about; null: nobody waits for an answer. */
  readonly id: unknown
  readonly leaving: AbortController
  readonly ended: Promise<void>
}

/** Messages both ways over one connection: each is judged, and each request has one answer, also when the server has none. */
export class RpcRelay {
  readonly #options: RpcRelayOptions
  readonly #underWay = new Map<string, { readonly underWay: UnderWay; readonly patience: NodeJS.Timeout }>()
  /** What waits for a person. */
  readonly #held = new Set<Held>()

  constructor(options: RpcRelayOptions) {
    this.#options = options
  }

  /** @param text null for one that was too long */
  async fromAgent(text: string | null): Promise<void> {
    const { passage, sender, toAgent } = this.#options
    const message = text === null ? null : rpcMessage(text)
    if (message !== null) return this.#sent(message)
    await passage.unreadable(sender, { ...UNREADABLE, origin: 'assistant' }).catch(() => {})
    await toAgent(rpcError(null, text === null ? RPC_CODE.request : RPC_CODE.parse, text === null ? `a message may have ${MESSAGE_BYTES} bytes` : 'not a message of JSON-RPC 2.0, or nested too deep'))
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
    for (const { id } of await this.letGo()) if (id !== null) await this.#options.toAgent(rpcError(id, RPC_CODE.upstream, reason))
  }

  /** The agent has gone: nobody waits any more. */
  async agentGone(): Promise<void> {
    for (const key of this.#underWay.keys()) await this.#cancelled(key)
    await this.letGo()
  }

  /** What waits for a person waits no more, and does not go on. */
  async letGo(): Promise<readonly Held[]> {
    const all = [...this.#held]
    for (const { leaving } of all) leaving.abort()
    await Promise.all(all.map(({ ended }) => ended))
    return all
  }

  /** Works until the message went on, or is held for a person: what comes after it does not wait for that. @param id of the request that it is about */
  async #untilHeld(id: unknown, work: (waiting: Waiting) => Promise<void>): Promise<void> {
    const leaving = new AbortController()
    const ended = Promise.withResolvers<void>()
    const waits = Promise.withResolvers<void>()
    const held: Held = { id, leaving, ended: ended.promise }
    const done = work({
      gone: leaving.signal,
      onHeld: () => {
        this.#held.add(held)
        waits.resolve()
      },
    }).finally(() => {
      this.#held.delete(held)
      ended.resolve()
    })
    await Promise.race([done, waits.promise])
  }

  async #sent(message: Json): Promise<void> {
    const { toAgent } = this.#options
    if (this.#underWay.size + this.#held.size >= MOST_PENDING && rpcKind(message) === 'request') return toAgent(rpcError(message['id'], RPC_CODE.upstream, 'too many requests wait for an answer'))
    if (message['method'] === CANCELLED && this.#takenBack(paramsOf(message)['requestId'])) return
    await this.#untilHeld(rpcKind(message) === 'request' ? message['id'] : null, waiting => this.#passOn(message, waiting))
  }

  async #passOn(message: Json, waiting: Waiting): Promise<void> {
    const { passage, sender, toAgent, toServer, answerMs = ANSWER_MS } = this.#options
    const sent = await passage.sent(message, sender, waiting).catch((cause: unknown) => ({ answer: rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)) }))
    if (sent.answer !== undefined) {
      if ('instead' in sent && sent.instead !== undefined) await toServer(sent.instead)
      return sent.answer === null ? undefined : toAgent(sent.answer)
    }
    if (sent.underWay !== null) {
      const { underWay } = sent
      const key = rpcKey(underWay.id)
      const patience = setTimeout(() => void this.#giveUp(key, 'the server did not answer in time'), answerMs)
      this.#underWay.set(key, { underWay, patience })
    }
    await toServer(message)
    if (message['method'] === CANCELLED) await this.#cancelled(rpcKey(paramsOf(message)['requestId']))
  }

  /** Whether a request that waits for a person is given up: the server has not heard of it, or has answered. */
  #takenBack(id: unknown): boolean {
    const held = id === undefined ? undefined : [...this.#held].find(each => each.id !== null && rpcKey(each.id) === rpcKey(id))
    held?.leaving.abort()
    return held !== undefined
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
    const key = rpcKind(message) === 'response' ? rpcKey(message['id']) : ''
    const waiting = this.#underWay.get(key)
    if (waiting !== undefined) clearTimeout(waiting.patience)
    this.#underWay.delete(key)
    // An answer to nothing, or a second one.
    if (key !== '' && waiting === undefined) return
    await this.#untilHeld(waiting?.underWay.id ?? null, each => this.#passBack(message, waiting?.underWay ?? null, each))
  }

  async #passBack(message: Json, underWay: UnderWay | null, waiting: Waiting): Promise<void> {
    const { passage, sender, toAgent, toServer } = this.#options
    const { message: passed, refusal } = await passage.received(message, underWay, sender, waiting)
      .catch((cause: unknown) => ({ message: underWay === null ? null : rpcError(message['id'], RPC_CODE.upstream, messageOf(cause)), refusal: null }))
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

const CANCELLED = 'notifications/cancelled'

const UNREADABLE = {
  verdict: 'flag', layer: 'form', score: 0.5, reason: { en: 'this is no message of JSON-RPC 2.0, or is too long or nested too deep', ja: 'JSON-RPC 2.0 のメッセージでない、または長すぎるか入れ子が深すぎる' },
} as const
