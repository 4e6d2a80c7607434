import type { AuditLog } from '../gateway/audit.ts'
import { Exchange } from '../gateway/exchange.ts'
import type { SaidJudgement } from '../gateway/exchange.ts'
import type { Exceptions } from '../gateway/exception/exceptions.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import type { PolicyAction } from '../gateway/policy/policy.ts'
import type { HeldMatter } from '../gateway/question/ask-person.ts'
import { askPerson } from '../gateway/question/ask-person.ts'
import type { Decision, PersonDesk } from '../gateway/question/questions.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'
import { standing } from './found.ts'
import type { Asked, ProtocolJudge } from './protocol-judge.ts'
import { refusalOf, RPC_CODE, rpcError, rpcKind } from './rpc.ts'
import type { ProxiedServer } from './server.ts'

/** Where audit records go, and what people say: which verdicts are wrong, and what may go on. */
export interface PassageRecords {
  readonly audit: AuditLog
  readonly exceptions: Exceptions
  readonly desk: PersonDesk
}

/** Who sends. */
export interface Sender {
  readonly application: string
  /** Its address; empty on this machine. */
  readonly client: string
  readonly conversation: Conversation
}

/** Who waits for what becomes of a message. */
export interface Waiting {
  /** Ends when nobody waits any more. */
  readonly gone: AbortSignal
  /** Called when the message is held until a person has decided: others may go before it. */
  onHeld?(): void
}

/** A request under way. */
export interface UnderWay {
  readonly id: unknown
  readonly asked: Asked
  readonly exchange: Exchange
}

/** What becomes of a message of an agent: it goes on, or is answered at once (null: it wants no answer). */
export type SentOn = { readonly underWay: UnderWay | null; readonly answer?: undefined } | { readonly answer: Json | null }

/** What becomes of a message to an agent. */
export interface ReceivedOn {
  /** Null: nothing is passed on. */
  readonly message: Json | null
  /** What the server is answered instead. */
  readonly refusal: Json | null
}

/** The way between agents and one server: each message is judged and written down before it goes on. */
export class Passage {
  readonly #server: ProxiedServer
  readonly #judge: ProtocolJudge
  readonly #records: PassageRecords

  constructor(server: ProxiedServer, judge: ProtocolJudge, records: PassageRecords) {
    this.#server = server
    this.#judge = judge
    this.#records = records
  }

  /**
   * Where the policy has a person asked, it waits for the answer.
   *
   * @param ahead what speaks against it beside itself
   * @throws Error when it cannot be written down: then nothing goes on
   */
  async sent(message: Json, sender: Sender, waiting: Waiting, ahead: readonly Found[] = []): Promise<SentOn> {
    const started = performance.now()
    const { found, asked, text, standing: anew } = await this.#judge.sent(message, sender.conversation)
    const kind = rpcKind(message)
    const exchange = this.#exchange(sender, asked.method === '' ? 'response' : asked.method)
    exchange.judgedMs = performance.now() - started
    const judgements = standing([...ahead, ...found], this.#server.policy, exchange.lifting)
    // A secret cannot be put out of arguments without changing what is asked for.
    const grave = judgements.find(({ verdict }) => verdict === 'block' || verdict === 'redact')
    const tools = asked.tool === null ? [] : [asked.tool]
    const parts = [{ origin: 'assistant', text }] as const
    const held = grave === undefined ? await this.#held(exchange, { about: 'request', judgements, parts, tools }, waiting) : null
    // Meanwhile the tool may have changed, or something been read that may not leave.
    const since = held === null ? [] : standing(anew(), this.#server.policy, exchange.lifting).filter(now => STOPS.has(now.verdict) && !judgements.some(then => then.layer === now.layer && then.kind === now.kind))
    const stopped = grave ?? held?.stopped ?? since[0] ?? null
    const isGone = held?.decision.decision === 'gone'
    // A call that wants no answer is a call.
    if (kind === 'request' || asked.tool !== null || judgements.length > 0) {
      await exchange.record('request', {
        judgements: [...judgements, ...since], parts, status: stopped === null || isGone ? 0 : REFUSED, outcome: stopped === null ? 'passed' : isGone ? 'gone' : 'refused', tools, decision: held?.decision ?? null,
      })
    }
    if (stopped !== null) return { answer: kind === 'request' && !isGone ? refusalOf(message['id'], stopped.reason, stopped.layer, exchange.id) : null }
    return { underWay: kind === 'request' ? { id: message['id'], asked, exchange } : null }
  }

  /** @param written of a part, only what speaks against it; its end is written down by {@link ended}. @throws Error when it cannot be written down: then nothing goes on */
  async received(message: Json, underWay: UnderWay | null, sender: Sender, waiting: Waiting, written: 'whole' | 'part' = 'whole'): Promise<ReceivedOn> {
    const method = typeof message['method'] === 'string' ? message['method'] : underWay?.asked.method ?? 'response'
    const isAnswer = underWay !== null && rpcKind(message) === 'response'
    const exchange = isAnswer ? underWay.exchange : this.#exchange(sender, method)
    const started = performance.now()
    const lifted = (found: Found) => standing([found], this.#server.policy, exchange.lifting).length === 0
    const received = this.#judge.received(message, underWay?.asked ?? null, lifted)
    const judgements = standing(received.found, this.#server.policy, exchange.lifting)
    exchange.judgedMs += performance.now() - started
    const grave = judgements.find(({ verdict }) => verdict === 'block')
    const parts = [{ origin: 'tool', text: received.text }] as const
    const held = grave === undefined ? await this.#held(exchange, { about: 'answer', judgements, parts, tools: received.tools }, waiting) : null
    const stopped = grave ?? held?.stopped ?? null
    const isGone = held?.decision.decision === 'gone'
    if (isAnswer && underWay.asked.tool !== null) sender.conversation.answered(`${this.#server.name}/${underWay.asked.tool}`, received)
    if ((isAnswer && written === 'whole') || judgements.length > 0) {
      await exchange.record('answer', { judgements, parts, status: OK, outcome: stopped === null ? 'passed' : isGone ? 'gone' : 'withheld', tools: received.tools, decision: held?.decision ?? null })
    }
    if (isGone) return { message: null, refusal: null }
    if (stopped === null) return { message, refusal: null }
    if (received.isMended) return { message: received.message, refusal: null }
    const refusal = refusalOf(message['id'], stopped.reason, stopped.layer, exchange.id)
    switch (rpcKind(message)) {
      case 'response': return { message: refusal, refusal: null }
      case 'request': return { message: null, refusal }
      default: return { message: null, refusal: null }
    }
  }

  /** An answer that did not come: why. */
  async broken({ id, exchange, asked }: UnderWay, reason: string): Promise<Json> {
    await exchange.record('answer', { judgements: [], parts: [], status: BAD_GATEWAY, outcome: 'broken', tools: asked.tool === null ? [] : [asked.tool] })
    return rpcError(id, RPC_CODE.upstream, reason)
  }

  /** A text that is no message, in the place of an answer. */
  async receivedText(text: string, underWay: UnderWay | null, sender: Sender, { status, ...waiting }: Waiting & { readonly status: number }): Promise<{ readonly text: string; readonly isMended: boolean }> {
    const exchange = underWay?.exchange ?? this.#exchange(sender, '')
    const lifted = (found: Found) => standing([found], this.#server.policy, exchange.lifting).length === 0
    const { message, found } = this.#judge.received({ jsonrpc: '2.0', id: 0, result: text }, null, lifted)
    const judgements = standing(found, this.#server.policy, exchange.lifting)
    const parts = [{ origin: 'tool', text }] as const
    const isRefused = judgements.some(({ verdict }) => verdict === 'block')
    const held = isRefused ? null : await this.#held(exchange, { about: 'answer', judgements, parts, tools: [] }, waiting)
    const isMended = isRefused || (held !== null && held.stopped !== null)
    if (underWay !== null || judgements.length > 0) await exchange.record('answer', { judgements, parts, status, outcome: isMended ? 'withheld' : 'passed', decision: held?.decision ?? null })
    return { text: String(message['result']), isMended }
  }

  /** What an agent says of itself, as it was judged. @returns the name of the exchange */
  async described(sender: Sender, path: string, found: Found, text: string): Promise<string> {
    const exchange = this.#exchange(sender, path)
    const judgements = standing([found], this.#server.policy, exchange.lifting)
    const isStopped = found.action === 'block'
    await exchange.record('answer', { judgements, parts: [{ origin: 'tool', text }], status: isStopped ? REFUSED : OK, outcome: isStopped ? 'withheld' : 'passed' })
    return exchange.id
  }

  /** A stream has come to its end. */
  async ended({ exchange, asked }: UnderWay, outcome: 'passed' | 'broken'): Promise<void> {
    await exchange.record('answer', { judgements: [], parts: [{ origin: 'tool', text: asked.said }], status: OK, outcome, tools: asked.tool === null ? [] : [asked.tool] })
  }

  /** Nobody waits for the answer any more. */
  async gone({ exchange, asked }: UnderWay): Promise<void> {
    await exchange.record('answer', { judgements: [], parts: [], status: 0, outcome: 'gone', tools: asked.tool === null ? [] : [asked.tool] })
  }

  /** What is no message, or cannot be judged. */
  async unreadable(sender: Sender, judgement: Omit<SaidJudgement, 'mark'>): Promise<void> {
    const exchange = this.#exchange(sender, '')
    await exchange.record(judgement.origin === 'tool' ? 'answer' : 'request', { judgements: [{ ...judgement, mark: '' }], parts: [], status: BAD_REQUEST, outcome: 'refused' })
  }

  /** Null where nobody has to be asked. */
  async #held(exchange: Exchange, matter: Omit<HeldMatter, 'gone'>, { gone, onHeld }: Waiting): Promise<{ readonly decision: Decision; readonly stopped: Stopped | null } | null> {
    const asked = matter.judgements.find(({ verdict }) => verdict === 'ask')
    if (asked === undefined) return null
    onHeld?.()
    const { isAllowed, decision, words } = await askPerson(this.#records.desk, exchange, this.#server.policy, { ...matter, gone })
    return { decision, stopped: isAllowed ? null : { layer: asked.layer, reason: words } }
  }

  #exchange({ application, client }: Sender, path: string): Exchange {
    const { name, audit } = this.#server
    return new Exchange({ name: application, audit, upstream: { name } }, this.#records, { client, path, protocol: { name: this.#judge.name, isStreamed: () => false }, body: null })
  }
}

/** What is not passed on as it is. */
const STOPS: ReadonlySet<PolicyAction> = new Set(['redact', 'ask', 'block'])

/** Why something does not go on. */
type Stopped = Pick<SaidJudgement, 'layer' | 'reason'>

/** As HTTP would say it. */
const OK = 200
const BAD_REQUEST = 400
const REFUSED = 403
const BAD_GATEWAY = 502
