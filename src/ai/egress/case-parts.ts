import * as z from 'zod'
import { allTexts } from './all-texts.ts'
import type { BoundaryPart, ToolCall } from './boundary-part.ts'

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
  if (body !== undefined) parts.push({ kind: 'outgoing', texts: bodyTexts(body) })
  if (response !== undefined) parts.push({ kind: 'incoming', texts: allTexts(response) })
  if (card !== undefined) parts.push({ kind: 'incoming', texts: allTexts(card) })
  if (messages !== undefined) parts.push(...messageParts(messages))
  if (frames !== undefined) parts.push(...frameParts(frames))
  if (parts.length === 0) return null
  return [...parts, { kind: 'outgoing', texts: allTexts(others) }]
}

/** A body as it is, so that a secret that stands over two lines is seen, and its values apart. */
function bodyTexts(body: unknown): string[] {
  return typeof body === 'string' ? [body, ...allTexts(body)] : allTexts(body)
}

function messageParts(messages: readonly z.infer<typeof message>[]): BoundaryPart[] {
  const parts: BoundaryPart[] = []
  const calls: ToolCall[] = []
  for (const { method = '', params, result, error } of messages) {
    const call = callSchema.safeParse(params)
    if (method === 'tools/call' && call.success) calls.push({ name: call.data.name, texts: allTexts(call.data.arguments ?? {}) })
    else if (INCOMING_METHODS.test(method)) parts.push({ kind: 'incoming', texts: allTexts(params) }, { kind: 'outgoing', texts: allTexts(params) })
    else if (params !== undefined) parts.push({ kind: 'outgoing', texts: allTexts(params) })
    if (result !== undefined) parts.push({ kind: 'incoming', texts: allTexts(result) })
    if (error !== undefined) parts.push({ kind: 'incoming', texts: allTexts(error) })
  }
  return calls.length === 0 ? parts : [...parts, { kind: 'calls', calls }]
}

/** Fragments of a message belong together (RFC 6455, 5.4); a compressed one was not negotiated where nothing was unpacked (RFC 7692). */
function frameParts(frames: readonly z.infer<typeof frame>[]): BoundaryPart[] {
  const parts: BoundaryPart[] = []
  if (frames.some(({ rsv1 = false }) => rsv1)) parts.push({ kind: 'opaque', why: 'compressed-frame' })
  const texts: string[] = []
  let open = ''
  for (const { fin = true, payload = '' } of frames) {
    open += payload
    if (fin) texts.push(...bodyTexts(open))
    if (fin) open = ''
  }
  if (open !== '') texts.push(open)
  return [...parts, { kind: 'outgoing', texts }]
}
