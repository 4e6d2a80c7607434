import * as z from 'zod'
import { allTexts } from './all-texts.ts'
import { addressMeant, isSpoken } from './bare-address.ts'
import type { OrderPlace } from './boundary-orders.ts'
import type { BoundaryPart, ToolCall } from './boundary-part.ts'
import { MAXIMUM_VALUES, MOST_HEARD_VALUES } from './defaults.ts'
import { namedValues } from './named-values.ts'

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const message = z.looseObject({ method: z.string().optional(), params: z.unknown().optional(), result: z.unknown().optional(), error: z.unknown().optional() })
const frame = z.looseObject({ opcode: z.string().optional(), fin: z.boolean().optional(), rsv1: z.boolean().optional(), payload: z.string().optional() })

/** What crossed the boundary, as proxies record it. Unknown members are looked through all the same. */
const payloadSchema = z.looseObject({
  method: z.string().optional(),
  url: z.string().optional(),
  headers: headers.optional(),
  body: z.unknown().optional(),
  response_body: z.unknown().optional(),
  jsonrpc_messages: z.array(message).optional(),
  agent_card: z.unknown().optional(),
  frames: z.array(frame).optional(),
})

const callSchema = z.looseObject({ name: z.string(), arguments: z.unknown().optional() })
/** What is judged as it is sent or answered: an address in it is only spoken of. */
const SENT = new Set(['url', 'headers', 'body', 'response_body', 'frames'])
const INCOMING_METHODS = /^(?:message|tasks)\//

/**
 * Takes a recorded exchange apart.
 *
 * @returns null when it has none of the shapes that are known
 */
export function caseParts(payload: unknown): BoundaryPart[] | null {
  const result = payloadSchema.safeParse(payload)
  if (!result.success) return null
  const { method: _, url, headers: sent, body, response_body: response, jsonrpc_messages: messages, agent_card: card, frames, ...others } = result.data
  const parts: BoundaryPart[] = []
  if (url !== undefined) parts.push({ kind: 'address', url })
  if (sent !== undefined) parts.push({ kind: 'outgoing', texts: Object.entries(sent).map(([name, value]) => `${name}: ${String(value)}`) })
  if (body !== undefined) parts.push(sentPart(body))
  if (response !== undefined) parts.push({ kind: 'incoming', place: 'content', texts: allTexts(response, MOST_HEARD_VALUES) })
  if (card !== undefined) parts.push({ kind: 'incoming', place: 'description', texts: allTexts(card, MOST_HEARD_VALUES) }, { kind: 'outgoing', texts: allTexts(card) })
  if (messages !== undefined) parts.push(...messageParts(messages))
  if (frames !== undefined) parts.push(...frameParts(frames))
  if (parts.length === 0) return null
  parts.push({ kind: 'outgoing', texts: allTexts(others) })
  return parts.some(holdsUnseen) ? [...parts, { kind: 'opaque', why: 'too-many-values' }] : parts
}

/** Whether a part may have held more than was taken out of it. */
function holdsUnseen(part: BoundaryPart): boolean {
  switch (part.kind) {
    case 'calls': return part.calls.some(({ texts }) => texts.length >= MAXIMUM_VALUES)
    case 'outgoing': return part.texts.length >= MAXIMUM_VALUES
    case 'incoming': return part.texts.length >= MOST_HEARD_VALUES
    case 'address':
    case 'opaque': return false
  }
}

/** A body's values, and the body as it is, so that a secret that stands over two lines is seen; of a form with its fields read. */
function sentPart(body: unknown): BoundaryPart {
  const texts = allTexts(body)
  if (typeof body !== 'string' || (texts.length === 1 && texts[0] === body && !FORM.test(body))) return { kind: 'outgoing', texts }
  return FORM.test(body) ? { kind: 'outgoing', texts: [...new URLSearchParams(body)].map(([name, value]) => `${name}: ${value}`), raw: body } : { kind: 'outgoing', texts, raw: body }
}

const FORM = /^[\w.%[\]-]{1,100}=[^&\s]{0,2000}(?:&[\w.%[\]-]{1,100}=[^&\s]{0,2000}){0,500}$/

function messageParts(messages: readonly z.infer<typeof message>[]): BoundaryPart[] {
  const parts: BoundaryPart[] = []
  const calls: ToolCall[] = []
  for (const { method = '', params, result, error } of messages) {
    const call = callSchema.safeParse(params)
    if (method === 'tools/call' && call.success) calls.push({ name: call.data.name, texts: callTexts(call.data.arguments ?? {}) })
    else if (INCOMING_METHODS.test(method)) parts.push({ kind: 'incoming', place: 'message', texts: allTexts(params, MOST_HEARD_VALUES) }, { kind: 'outgoing', texts: allTexts(params) })
    else if (params !== undefined) parts.push({ kind: 'outgoing', texts: allTexts(params) })
    if (result !== undefined) parts.push({ kind: 'incoming', place: placeOf(result), texts: allTexts(result, MOST_HEARD_VALUES) })
    if (error !== undefined) parts.push({ kind: 'incoming', place: 'content', texts: allTexts(error, MOST_HEARD_VALUES) })
  }
  return calls.length === 0 ? parts : [...parts, { kind: 'calls', calls }]
}

/** Lists of what a server offers describe; all else is content. */
export function placeOf(result: unknown): OrderPlace {
  return typeof result === 'object' && result !== null && ('tools' in result || 'prompts' in result || 'resources' in result || 'instructions' in result) ? 'description' : 'content'
}

/** Fragments of a message belong together (RFC 6455, 5.4); a compressed one was not negotiated where nothing was unpacked (RFC 7692). */
function frameParts(frames: readonly z.infer<typeof frame>[]): BoundaryPart[] {
  const parts: BoundaryPart[] = []
  if (frames.some(({ rsv1 = false }) => rsv1)) parts.push({ kind: 'opaque', why: 'compressed-frame' })
  const texts: string[] = []
  let open = ''
  for (const { fin = true, payload = '' } of frames) {
    open += payload
    if (fin) texts.push(...allTexts(open))
    if (fin && /^\s*[[{]/.test(open)) parts.push({ kind: 'outgoing', texts: [], raw: open })
    if (fin) open = ''
  }
  if (open !== '') texts.push(open)
  return [...parts, { kind: 'outgoing', texts }]
}

/** What a tool is called with; a list of words is what they say in a row, too, since a command may be given so. */
function callTexts(given: unknown): string[] {
  const rows = namedValues(given).filter(({ values }) => values.length > 1 && values.length <= LONGEST_ROW)
  return [...allTexts(given), ...rows.map(({ name, values }) => name === '' ? values.join(' ') : `${name}: ${values.join(' ')}`)]
}

/** Words of a command that is given as a list. */
const LONGEST_ROW = 500

/** Every value of what was recorded that may be an address: of calls, cards, redirects, answers of a resolver. Hosts that are meant as one are written as such. */
export function namedAddresses(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null) return []
  const others = Object.fromEntries(Object.entries(payload).filter(([name]) => !SENT.has(name)))
  return namedValues(others, MOST_HEARD_VALUES).flatMap(({ name, values }) => values.flatMap(value => {
    const meant = addressMeant(name, value)
    const isAddress = !isSpoken(name) || value.includes('://')
    return [...(isAddress ? [value] : []), ...(meant === null ? [] : [meant])]
  }))
}
