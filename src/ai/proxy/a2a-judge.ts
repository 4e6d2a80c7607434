import { allTexts } from '../egress/all-texts.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import type { Conversation } from './conversation.ts'
import { MOST_DEPTH, OVERLAP_CHARACTERS } from './defaults.ts'
import type { Found } from './found.ts'
import type { Asked, ProtocolJudge, Received, Sent } from './protocol-judge.ts'
import { methodOf, paramsOf } from './rpc.ts'
import type { ServerLook } from './server-look.ts'

/** Sending a message, whole or streamed: revision 0.3, and 1.0, which names methods after its Protobuf services, as we name what is asked without JSON-RPC. */
const SENDING = new Set(['message/send', 'message/stream', 'SendMessage', 'SendStreamingMessage'])
/** Asking for the card that only those get who may. */
export const EXTENDED_CARD: ReadonlySet<string> = new Set(['agent/getAuthenticatedExtendedCard', 'GetExtendedAgentCard'])

/** What an agent's cards are pinned as. */
const CARD = 'agent-card'
const EXTENDED = 'extended-card'

/** Judges messages of the Agent2Agent protocol, 0.3 and 1.0. */
export class A2aJudge implements ProtocolJudge {
  readonly name = 'a2a'
  readonly #look: ServerLook

  constructor(look: ServerLook) {
    this.#look = look
  }

  async sent(message: Json, conversation: Conversation): Promise<Sent> {
    const method = methodOf(message)
    const params = paramsOf(message)
    const tool = SENDING.has(method) ? 'message' : null
    const call = tool === null ? null : { name: `${this.#look.server.name}/${tool}`, texts: allTexts(params) }
    const standing = (): Found[] => [
      { judgement: this.#look.pins.callable('card', CARD), origin: 'tool', subject: null }, ...(tool === null || call === null ? [] : this.#look.call(tool, call, conversation)),
    ]
    const found = [...await this.#look.outgoing({ tool: null, arguments: params, rest: {} }), ...standing()]
    if (call !== null) conversation.called(call)
    return { found, standing, asked: { method, tool, said: '' }, text: JSON.stringify(params) }
  }

  received(message: Json, asked: Asked | null, isLifted: (found: Found) => boolean): Received {
    if (asked !== null && EXTENDED_CARD.has(asked.method) && 'result' in message) {
      return { message, found: [this.card(message['result'], EXTENDED)], isMended: false, holdsSecret: false, text: JSON.stringify(message['result']), tools: [] }
    }
    const member = 'method' in message ? 'params' : 'result' in message ? 'result' : 'error'
    const { value, found, holdsSecret, text } = this.#look.incoming(message[member] ?? {}, isLifted)
    const across = asked === null ? [] : this.#across(asked, spokenIn(message[member]), isLifted)
    return { message: { ...message, [member]: value }, found: [...found, ...across], isMended: this.#look.server.results === 'withhold' && across.length === 0 && !('method' in message), holdsSecret, text, tools: asked === null || asked.tool === null ? [] : [asked.tool] }
  }

  /** Judges a card, by which one agent tells others what it does. */
  card(card: unknown, name: string = CARD): Found {
    return this.#look.description('card', name, card)
  }

  /** What stands over the seam of two events of a stream. */
  #across(asked: Asked, text: string, isLifted: (found: Found) => boolean): Found[] {
    const before = asked.said
    asked.said = `${before}${text}`.slice(-OVERLAP_CHARACTERS)
    if (before === '') return []
    const { found } = this.#look.incoming(`${before}${text}`, isLifted)
    // What is told of is not told of again with the next event.
    if (found.length > 0) asked.said = ''
    return [...found]
  }
}

/** What the parts of messages and artifacts say, without what stands around it. */
function spokenIn(value: unknown, depth = 0): string {
  if (depth > MOST_DEPTH || typeof value !== 'object' || value === null) return ''
  return Object.entries(value).map(([name, member]) => name === 'text' && typeof member === 'string' ? member : spokenIn(member, depth + 1)).join('')
}
