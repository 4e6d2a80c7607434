import type { Steps } from '../../platform/steps.ts'
import { allTexts } from '../egress/all-texts.ts'
import type { ToolCall } from '../egress/boundary-part.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import type { Conversation } from './conversation.ts'
import { MOST_DEPTH, OVERLAP_CHARACTERS } from './defaults.ts'
import type { Found } from './found.ts'
import type { Incoming } from './judge-incoming.ts'
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

  asks(message: Json): Asked {
    const method = methodOf(message)
    return { method, tool: SENDING.has(method) ? 'message' : null, said: '' }
  }

  called(message: Json, { tool }: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): Found[] {
    return tool === null ? [] : this.#look.call(tool, this.#callOf(tool, message), conversation, isLifted)
  }

  async sent(message: Json, asked: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): Promise<Sent> {
    const params = paramsOf(message)
    const standing = (): Found[] => [
      { judgement: this.#look.pins.callable('card', CARD), origin: 'tool', subject: null }, ...this.called(message, asked, conversation, isLifted),
    ]
    const found = [...await this.#look.outgoing({ tool: null, arguments: params, rest: {} }), ...standing()]
    if (asked.tool !== null) conversation.called(this.#callOf(asked.tool, message))
    return { found, standing, text: JSON.stringify(params) }
  }

  *received(message: Json, asked: Asked | null, isLifted: (found: Found) => boolean): Steps<Received> {
    if (asked !== null && EXTENDED_CARD.has(asked.method) && 'result' in message) {
      return { message, found: [yield* this.card(message['result'], EXTENDED)], isMended: false, holdsSecret: false, suspects: [], text: JSON.stringify(message['result']), tools: [] }
    }
    const member = 'method' in message ? 'params' : 'result' in message ? 'result' : 'error'
    const { value, found, holdsSecret, suspects, text } = yield* this.#look.incoming(message[member] ?? {}, isLifted)
    const across = asked === null ? NOTHING_ACROSS : yield* this.#across(asked, spokenIn(message[member]), isLifted)
    return { message: { ...message, [member]: value }, found: [...found, ...across.found], isMended: this.#look.server.results === 'withhold' && across.found.length === 0 && !('method' in message), holdsSecret, suspects: [...suspects, ...across.suspects], text, tools: asked === null || asked.tool === null ? [] : [asked.tool] }
  }

  /** Judges a card, by which one agent tells others what it does. */
  card(card: unknown, name: string = CARD): Steps<Found> {
    return this.#look.description('card', name, card)
  }

  #callOf(tool: string, message: Json): ToolCall {
    return { name: `${this.#look.server.name}/${tool}`, texts: allTexts(paramsOf(message)) }
  }

  /** What stands over the seam of two events of a stream. */
  *#across(asked: Asked, text: string, isLifted: (found: Found) => boolean): Steps<Pick<Incoming, 'found' | 'suspects'>> {
    const before = asked.said
    asked.said = `${before}${text}`.slice(-OVERLAP_CHARACTERS)
    if (before === '') return NOTHING_ACROSS
    const across = yield* this.#look.incoming(`${before}${text}`, isLifted)
    // What is told of is not told of again with the next event.
    if (across.found.length > 0) asked.said = ''
    return across
  }
}

const NOTHING_ACROSS: Pick<Incoming, 'found' | 'suspects'> = { found: [], suspects: [] }

/** What the parts of messages and artifacts say, without what stands around it. */
function spokenIn(value: unknown, depth = 0): string {
  if (depth > MOST_DEPTH || typeof value !== 'object' || value === null) return ''
  return Object.entries(value).map(([name, member]) => name === 'text' && typeof member === 'string' ? member : spokenIn(member, depth + 1)).join('')
}
