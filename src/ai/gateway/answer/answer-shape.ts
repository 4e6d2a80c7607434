import { answerTexts } from '../protocol/answer-texts.ts'
import { ANTHROPIC_MESSAGES } from '../protocol/anthropic-messages.ts'
import { OPENAI_CHAT } from '../protocol/openai-chat.ts'
import { OPENAI_RESPONSES } from '../protocol/openai-responses.ts'
import { OPENAI_TEXTS } from '../protocol/openai-texts.ts'
import type { CalledTool, Json, Protocol, TextDelta, TextPart } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'
import { protocolAt } from '../protocol/protocols.ts'

/** What an answer says, whatever it was asked for. */
interface Said {
  readonly parts: readonly TextPart[]
  readonly calls: readonly CalledTool[]
}

const NOTHING: Said = { parts: [], calls: [] }

/** Roles of what an answer only repeats of its request. */
const ASKING_ROLES = new Set(['system', 'developer', 'user', 'tool', 'function'])

/** Members that hold no words. */
const NO_WORDS = new Set(['embedding', 'b64_json'])

const known = new Map<Protocol, Protocol>()

/**
 * The same protocol, which reads answers that are not of its kind by their shape: answers of the other kinds, lists of them, and else every text in them; and which finds whole messages in the
 * events of a stream, where pieces of one belong.
 */
export function readingByShape(protocol: Protocol): Protocol {
  const made = known.get(protocol) ?? { ...protocol, ...shapedReading(protocol) }
  known.set(protocol, made)
  return made
}

/** How the answer to a request that asks for nothing itself is read: one that the upstream kept (`GET /v1/responses/ID`), or of a kind that is not known. */
export function keptAnswers(path: string): Protocol {
  const segments = path.split('/')
  const kept = segments.map((_, index) => protocolAt(segments.slice(0, index + 1).join('/'))).find(each => each !== null)
  return readingByShape(kept ?? OPENAI_CHAT)
}

function shapedReading(protocol: Protocol): Pick<Protocol, 'answerParts' | 'calledTools' | 'deltas' | 'begunTools' | 'endedTexts'> {
  const said = (body: Json): Said => {
    const own = ofKind(protocol, body)
    return isNothing(own) ? saidIn(body) : own
  }
  return {
    answerParts: body => [...said(body).parts],
    calledTools: body => [...said(body).calls],
    deltas: event => [...protocol.deltas(event), ...wholeDeltas(saidBy(event))],
    begunTools: event => [...protocol.begunTools(event), ...saidBy(event).calls.map(({ name }, index) => ({ name, channel: callChannel(index) }))],
    endedTexts: event => [...protocol.endedTexts(event), ...(isOwn(protocol, event) && isNothing(saidBy(event)) ? [WHOLE] : [])],
  }
  /** What an event says that is none of the protocol's, such as a whole message, or what went wrong. */
  function saidBy(event: Json): Said {
    return isOwn(protocol, event) ? ofKind(protocol, event) : said(event)
  }
}

/** How events of streams look in a protocol. */
function isOwn({ name }: Protocol, { type, choices }: Json): boolean {
  if (name === OPENAI_RESPONSES.name) return typeof type === 'string'
  return name === ANTHROPIC_MESSAGES.name ? typeof type === 'string' && /^(?:message_|content_block_|ping$)/.test(type) : Array.isArray(choices)
}

/** The message to which texts belong that no protocol's events hold. */
const WHOLE = 'whole '

/** Pieces of whole messages: texts that grow with each event, so that what one ends and the next begins is found. */
function wholeDeltas({ parts, calls }: Said): TextDelta[] {
  return [
    ...parts.map(({ text, replace }, index) => ({ channel: `${WHOLE}${index}`, text, replace })),
    ...calls.map(({ arguments: text, replace }, index) => ({ channel: callChannel(index), call: callChannel(index), text, replace })),
  ]
}

function callChannel(index: number): string {
  return `${WHOLE}call ${index}`
}

function saidIn(body: Json): Said {
  return shaped(body) ?? { parts: answerTexts(body, (_, name) => NO_WORDS.has(name)), calls: [] }
}

/** Null: of no known shape. */
function shaped(body: Json): Said | null {
  if (typeof body['role'] === 'string' && ASKING_ROLES.has(body['role'])) return NOTHING
  if (Array.isArray(body['data'])) return listed(body['data'])
  const found = [
    ...(Array.isArray(body['output']) ? [ofKind(OPENAI_RESPONSES, body)] : []),
    ...(Array.isArray(body['choices']) ? [ofKind(OPENAI_CHAT, body), ofKind(OPENAI_TEXTS, body)] : []),
    ...(typeof body['role'] === 'string' ? [ofKind(OPENAI_CHAT, { choices: [{ message: body }] })] : []),
    ...(Array.isArray(body['content']) ? [ofKind(ANTHROPIC_MESSAGES, body)] : []),
    ...(typeof body['type'] === 'string' ? [ofKind(OPENAI_RESPONSES, { output: [body] })] : []),
  ].filter(each => !isNothing(each))
  // A message may be of several kinds at once, of which each reads other members.
  return found.length === 0 ? null : { parts: found.flatMap(({ parts }) => parts), calls: found.flatMap(({ calls }) => calls) }
}

/** Null where one of them is of no known shape. */
function listed(list: readonly unknown[]): Said | null {
  const each = list.map(item => (isJson(item) ? shaped(item) : null))
  if (each.length === 0 || each.includes(null)) return null
  return { parts: each.flatMap(said => said?.parts ?? []), calls: each.flatMap(said => said?.calls ?? []) }
}

function isNothing({ parts, calls }: Said): boolean {
  return parts.length + calls.length === 0
}

function ofKind(protocol: Protocol, body: Json): Said {
  return { parts: protocol.answerParts(body), calls: protocol.calledTools(body) }
}
