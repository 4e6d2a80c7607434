import type { Steps } from '../../platform/steps.ts'
import { allTexts } from '../egress/all-texts.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson, objectsOf } from '../gateway/protocol/protocol.ts'
import { shortened } from '../judge/shown.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'
import { judgeElicitation } from './judge-elicitation.ts'
import type { PinKind } from './pin/pin-entry.ts'
import { nameForms } from './pin/tool-names.ts'
import type { Asked, ProtocolJudge, Received, Sent } from './protocol-judge.ts'
import { methodOf, paramsOf } from './rpc.ts'
import type { ServerLook } from './server-look.ts'

/** Lists of what is offered to models, by the member that holds them: an answer is known by what it holds, since a stream that is resumed says no more what was asked. */
const LISTS: readonly { readonly kind: PinKind; readonly member: string }[] = [{ kind: 'tool', member: 'tools' }, { kind: 'prompt', member: 'prompts' }]
/** Requests by the name of something that was listed. */
const BY_NAME: Readonly<Record<string, PinKind>> = { 'tools/call': 'tool', 'prompts/get': 'prompt' }
/** Descriptions that are judged before others have a turn: each takes about half a millisecond. */
const LISTED_AT_ONCE = 20
/** What a server says of itself: by handshake, or asked (`server/discover`, revision 2026-07-28). */
const INSTRUCTIONS = 'instructions'

/** Judges messages of the Model Context Protocol, revisions 2026-07-28 and 2025-11-25 and earlier: they differ in what carries them, and in how a server asks back. */
export class McpJudge implements ProtocolJudge {
  readonly name = 'mcp'
  readonly #look: ServerLook

  constructor(look: ServerLook) {
    this.#look = look
  }

  asks(message: Json): Asked {
    const method = methodOf(message)
    const { name } = paramsOf(message)
    return { method, tool: BY_NAME[method] !== 'tool' ? null : typeof name === 'string' ? name : '', said: '' }
  }

  called(message: Json, { tool }: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): Found[] {
    return tool === null ? [] : this.#look.call(tool, { name: tool, texts: allTexts(paramsOf(message)['arguments'] ?? {}) }, conversation, isLifted)
  }

  async sent(message: Json, asked: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): Promise<Sent> {
    const { method, tool } = asked
    const params = paramsOf(message)
    const named = BY_NAME[method]
    const name = named !== undefined && typeof params['name'] === 'string' ? params['name'] : null
    // What the server gave to be given back is its own; the answers to what it asked are the agent's.
    const { name: _, arguments: given, requestState: __, ...rest } = params
    const call = tool === null ? null : { name: tool, texts: allTexts(given ?? {}) }
    const standing = (): Found[] => [
      ...(named === undefined ? [] : [{ judgement: this.#look.pins.callable(named, name ?? ''), origin: 'tool' as const, subject: null }]),
      ...this.called(message, asked, conversation, isLifted),
    ]
    const outgoing = method === '' ? { tool: null, arguments: message['result'] ?? message['error'], rest: {} } : { tool, arguments: tool === null ? params : given ?? {}, rest: tool === null ? {} : rest }
    const found = [...await this.#look.outgoing(outgoing), ...standing()]
    if (call !== null) conversation.called(call)
    return { found, standing, text: JSON.stringify(outgoing.arguments ?? {}) }
  }

  *received(message: Json, asked: Asked | null, isLifted: (found: Found) => boolean): Steps<Received> {
    const { result } = message
    if (isJson(result)) {
      const list = LISTS.find(({ member }) => Array.isArray(result[member]))
      if (list !== undefined) return yield* this.#listed(message, result, list)
      if (INSTRUCTIONS in result) return yield* this.#about(message, result, isLifted)
    }
    const member = 'method' in message ? 'params' : 'result' in message ? 'result' : 'error'
    const { value, found, holdsSecret, suspects, text } = yield* this.#look.incoming(message[member] ?? {}, isLifted)
    const asks = yield* judgeElicitation(this.#look.guard, message)
    const isRequest = 'method' in message && 'id' in message
    return {
      message: { ...message, [member]: value }, found: [...found, ...asks], holdsSecret, suspects, text, tools: asked === null || asked.tool === null ? [] : [asked.tool],
      // A server that asks for something is answered, not mended.
      isMended: this.#look.server.results === 'withhold' && !isRequest && asks.length === 0,
    }
  }

  /** A list without what may not be used. */
  *#listed(message: Json, result: Json, { kind, member }: { readonly kind: PinKind; readonly member: string }): Steps<Received> {
    const foreign = kind === 'tool' ? this.#look.pins.foreign() : []
    const kept: Json[] = []
    const found: Found[] = []
    const stopped: string[] = []
    // By the forms of their names.
    const names = new Map<string, string>()
    for (const [index, each] of objectsOf(result[member]).entries()) {
      if (index % LISTED_AT_ONCE === LISTED_AT_ONCE - 1) yield
      const name = typeof each['name'] === 'string' ? each['name'] : ''
      const { plain, drawn } = nameForms(name)
      const forms = [`plain ${plain}`, `drawn ${drawn}`]
      const twin = forms.map(form => names.get(form)).find(known => known !== undefined)
      const description = yield* this.#look.description(kind, name, each, { foreign, findings: twin === undefined ? [] : [twins(name, twin)] })
      if (description.action === 'block') stopped.push(name)
      else {
        kept.push(each)
        for (const form of forms) names.set(form, name)
      }
      if (description.action !== 'allow') found.push(description)
    }
    const text = objectsOf(result[member]).map(each => `${String(each['name'])}: ${String(each['description'] ?? '')}`).join('\n')
    return { message: { ...message, result: { ...result, [member]: kept } }, found, isMended: true, holdsSecret: false, suspects: [], text, tools: stopped }
  }

  /** What a server tells models to do with it. */
  *#about(message: Json, result: Json, isLifted: (found: Found) => boolean): Steps<Received> {
    const { [INSTRUCTIONS]: instructions, ...rest } = result
    const { value, found, suspects, text } = yield* this.#look.incoming(rest, isLifted)
    const others = isJson(value) ? value : {}
    if (typeof instructions !== 'string' || instructions === '') return { message: { ...message, result: others }, found, isMended: true, holdsSecret: false, suspects, text, tools: [] }
    const description = yield* this.#look.description('instructions', INSTRUCTIONS, instructions, { foreign: this.#look.pins.foreign() })
    return {
      message: { ...message, result: description.action === 'block' ? others : { ...others, [INSTRUCTIONS]: instructions } },
      found: description.action === 'allow' ? found : [...found, description], isMended: true, holdsSecret: false, suspects, text: `${text}\n${instructions}`, tools: [],
    }
  }
}

/** Of two tools of one name a model takes either. */
function twins(name: string, other: string): GuardJudgement {
  return {
    verdict: 'block', layer: 'shadow', kind: 'twins', score: 0.95,
    reason: { en: `the server has two tools that may be taken for each other: ${shortened(other)} and ${shortened(name)}`, ja: `同じサーバーに取り違えうるツールが二つある：${shortened(other)} と ${shortened(name)}` },
  }
}
