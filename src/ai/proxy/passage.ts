import type { Steps } from '../../platform/steps.ts'
import type { Log } from '../../platform/log.ts'
import type { AuditLog } from '../gateway/audit/audit.ts'
import { Exchange, graverFirst } from '../gateway/exchange.ts'
import type { SaidJudgement } from '../gateway/exchange.ts'
import type { Exceptions } from '../gateway/exception/exceptions.ts'
import { guardFailure, tried, triedLater } from '../gateway/guard-failure.ts'
import type { Json, Origin } from '../gateway/protocol/protocol.ts'
import type { PolicyAction } from '../gateway/policy/policy.ts'
import type { HeldMatter } from '../gateway/question/ask-person.ts'
import { askPerson } from '../gateway/question/ask-person.ts'
import type { Decision, PersonDesk } from '../gateway/question/questions.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'
import { standing } from './found.ts'
import type { Asked, ProtocolJudge, Received, Sent } from './protocol-judge.ts'
import { refusalOf, RPC_CODE, rpcError, rpcKind } from './rpc.ts'
import type { ProxiedServer } from './server.ts'

/** Where audit records go, and what people say: which verdicts are wrong, and what may go on. */
export interface PassageRecords {
  readonly audit: AuditLog
  readonly exceptions: Exceptions
  readonly desk: PersonDesk
  /** Where is told what went wrong in here. */
  readonly log: Log
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
export type SentOn = { readonly underWay: UnderWay | null; readonly answer?: undefined } | {
  readonly answer: Json | null
  /** What the server gets in the place of an answer that it waits for: not why. */
  readonly instead?: Json
}

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
  async sent(message: Json, sender: Sender, waiting: Waiting, ahead: () => readonly Found[] = () => []): Promise<SentOn> {
    const asked = this.#judge.asks(message)
    const kind = rpcKind(message)
    const exchange = this.#exchange(sender, asked.method === '' ? 'response' : asked.method)
    const standingOf = (found: readonly Found[]) => standing(found, this.#server.policy, exchange.lifting)
    const isLifted = (found: Found) => standingOf([found]).length === 0
    const started = performance.now()
    const look = await triedLater(async () => {
      const { found, ...rest } = await this.#judge.sent(message, asked, sender.conversation, isLifted)
      return { ...rest, judgements: standingOf([...ahead(), ...found]) }
    })
    exchange.judgedMs = performance.now() - started
    const failed = (cause: unknown) => [this.#failed(cause, exchange, sender, 'assistant')]
    const { judgements, text, standing: anew } = look.isFailed ? { ...UNJUDGED, judgements: [...failed(look.cause), ...this.#called(message, asked, sender, exchange)].sort(graverFirst) } : look.done
    // A secret cannot be put out of arguments without changing what is asked for.
    const grave = judgements.find(({ verdict }) => verdict === 'block' || verdict === 'redact')
    const tools = asked.tool === null ? [] : [asked.tool]
    const parts = [{ origin: 'assistant', text }] as const
    const held = grave === undefined ? await this.#held(exchange, { about: 'request', judgements, parts, tools }, waiting) : null
    // Meanwhile the tool may have changed, or something been read that may not leave.
    const again = tried(() => held === null ? [] : standingOf(anew()).filter(now => STOPS.has(now.verdict) && !judgements.some(then => then.layer === now.layer && then.kind === now.kind)))
    const since = again.isFailed ? failed(again.cause) : again.done
    const stopped = grave ?? held?.stopped ?? since.find(({ verdict }) => STOPS.has(verdict)) ?? null
    const isGone = held?.decision.decision === 'gone'
    // A call that wants no answer is a call.
    if (kind === 'request' || asked.tool !== null || judgements.length > 0) {
      await exchange.record('request', {
        judgements: [...judgements, ...since], parts, status: stopped === null || isGone ? 0 : statusOf(stopped), outcome: stopped === null ? 'passed' : isGone ? 'gone' : 'refused', tools, decision: held?.decision ?? null,
      })
    }
    if (stopped !== null && kind === 'response') return { answer: null, instead: rpcError(message['id'], RPC_CODE.refused, 'the answer is withheld') }
    if (stopped !== null) return { answer: kind === 'request' && !isGone ? refusalOf(message['id'], stopped, exchange.id) : null }
    return { underWay: kind === 'request' ? { id: message['id'], asked, exchange } : null }
  }

  /** @param written of a part, only what speaks against it; its end is written down by {@link ended}. @throws Error when it cannot be written down: then nothing goes on */
  async received(message: Json, underWay: UnderWay | null, sender: Sender, waiting: Waiting, written: 'whole' | 'part' = 'whole'): Promise<ReceivedOn> {
    const method = typeof message['method'] === 'string' ? message['method'] : underWay?.asked.method ?? 'response'
    const isAnswer = underWay !== null && rpcKind(message) === 'response'
    const exchange = isAnswer ? underWay.exchange : this.#exchange(sender, method)
    const lifted = (found: Found) => standing([found], this.#server.policy, exchange.lifting).length === 0
    const look = await triedLater(async () => {
      const done = await exchange.judgingInTurns(this.#judge.received(message, underWay?.asked ?? null, lifted))
      return { received: done, judgements: standing(done.found, this.#server.policy, exchange.lifting) }
    })
    const { received, judgements } = look.isFailed ? { received: unjudged(message, isAnswer ? underWay.asked : null), judgements: [this.#failed(look.cause, exchange, sender, 'tool')] } : look.done
    const grave = judgements.find(({ verdict }) => verdict === 'block')
    const parts = [{ origin: 'tool', text: received.text }] as const
    const held = grave === undefined ? await this.#held(exchange, { about: 'answer', judgements, parts, tools: received.tools }, waiting) : null
    const stopped = grave ?? held?.stopped ?? null
    const isGone = held?.decision.decision === 'gone'
    if (isAnswer && underWay.asked.tool !== null) sender.conversation.answered(`${this.#server.name}/${underWay.asked.tool}`, received)
    if (!isGone) sender.conversation.heard(received.suspects.filter(({ isStopped }) => stopped === null || (received.isMended && !isStopped)))
    if ((isAnswer && written === 'whole') || judgements.length > 0) {
      await exchange.record('answer', { judgements, parts, status: look.isFailed && stopped !== null ? UNAVAILABLE : OK, outcome: stopped === null ? 'passed' : isGone ? 'gone' : 'withheld', tools: received.tools, decision: held?.decision ?? null })
    }
    if (isGone) return { message: null, refusal: null }
    if (stopped === null) return { message, refusal: null }
    if (received.isMended) return { message: received.message, refusal: null }
    const refusal = refusalOf(message['id'], stopped, exchange.id)
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
    const look = await triedLater(async () => {
      const { message, found, suspects } = await exchange.judgingInTurns(this.#judge.received({ jsonrpc: '2.0', id: 0, result: text }, null, lifted))
      sender.conversation.heard(suspects.filter(({ isStopped }) => !isStopped))
      return { mended: String(message['result']), judgements: standing(found, this.#server.policy, exchange.lifting) }
    })
    const { mended, judgements } = look.isFailed ? withheldText(this.#failed(look.cause, exchange, sender, 'tool')) : look.done
    const parts = [{ origin: 'tool', text }] as const
    const isRefused = judgements.some(({ verdict }) => verdict === 'block')
    const held = isRefused ? null : await this.#held(exchange, { about: 'answer', judgements, parts, tools: [] }, waiting)
    const isMended = isRefused || (held !== null && held.stopped !== null)
    if (underWay !== null || judgements.length > 0) await exchange.record('answer', { judgements, parts, status, outcome: isMended ? 'withheld' : 'passed', decision: held?.decision ?? null })
    return { text: mended, isMended }
  }

  /** What an agent says of itself. @returns how it was judged, and the name of the exchange */
  async described(sender: Sender, path: string, judge: () => Steps<Found>, text: string): Promise<{ readonly found: Found; readonly request: string }> {
    const exchange = this.#exchange(sender, path)
    const look = await triedLater(() => exchange.judgingInTurns(judge()))
    const found = look.isFailed ? unknown(this.#failed(look.cause, exchange, sender, 'tool')) : look.done
    const isStopped = found.action === 'block'
    const judgements = standing([found], this.#server.policy, exchange.lifting)
    await exchange.record('answer', { judgements, parts: [{ origin: 'tool', text }], status: isStopped ? statusOf(found.judgement) : OK, outcome: isStopped ? 'withheld' : 'passed' })
    return { found, request: exchange.id }
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

  /** Where the guard failed, what a call does still counts: exceptions are not asked for, since they may be what failed. */
  #called(message: Json, asked: Asked, { conversation }: Sender, { lifting }: Exchange): SaidJudgement[] {
    const rules = tried(() => this.#judge.called(message, asked, conversation, () => false).map(each => ({ ...each, subject: null })))
    return rules.isFailed ? [] : standing(rules.done, this.#server.policy, lifting)
  }

  /** What the guard threw at a message: it is stopped, or passes as it is, as the server's `unreadable` says. */
  #failed(cause: unknown, { id }: Exchange, { application }: Sender, origin: Origin): SaidJudgement {
    const { name, unreadable } = this.#server
    return guardFailure(this.#records.log, cause, { request: id, application, server: name, unreadable, origin })
  }

  #exchange({ application, client }: Sender, path: string): Exchange {
    const { name, audit } = this.#server
    return new Exchange({ name: application, audit, upstream: { name } }, this.#records, { client, path, protocol: { name: this.#judge.name, isStreamed: () => false }, body: null })
  }
}

/** What is not passed on as it is. */
const STOPS: ReadonlySet<PolicyAction> = new Set(['redact', 'ask', 'block'])

/** Why something does not go on. */
type Stopped = Pick<SaidJudgement, 'layer' | 'kind' | 'reason'>

/** Of a message that the guard failed at. */
const UNJUDGED: Omit<Sent, 'found'> = { text: '', standing: () => [] }

function unjudged(message: Json, asked: Asked | null): Received {
  return { message, found: [], isMended: false, holdsSecret: false, suspects: [], text: '', tools: asked === null || asked.tool === null ? [] : [asked.tool] }
}

function withheldText(failure: SaidJudgement): { readonly mended: string; readonly judgements: readonly SaidJudgement[] } {
  return { mended: `[withheld by Noroshi: ${failure.reason.en}]`, judgements: [failure] }
}

/** A description that the guard failed at: not pinned, and not known. */
function unknown({ verdict, found = 'flag', layer, kind = '', score, reason, origin }: SaidJudgement): Found {
  return { judgement: { verdict: found, layer, kind, score, reason }, origin, subject: null, action: verdict }
}

function statusOf({ kind }: { readonly kind?: string | undefined }): number {
  return kind === 'guard-failed' ? UNAVAILABLE : REFUSED
}

/** As HTTP would say it. */
const OK = 200
const BAD_REQUEST = 400
const REFUSED = 403
const BAD_GATEWAY = 502
const UNAVAILABLE = 503
