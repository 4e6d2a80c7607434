import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageOf } from '../../platform/noroshi-error.ts'
import { HOLD_COMMENT_MS } from '../gateway/defaults.ts'
import { isEncoded, passedHeaders } from '../gateway/forward.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { readAll } from '../gateway/request/read-all.ts'
import { EventReader } from '../gateway/answer/sse.ts'
import type { StreamEvent } from '../gateway/answer/sse.ts'
import type { Envelope } from './envelope.ts'
import type { Passage, Sender, UnderWay } from './passage.ts'
import { RPC_CODE, rpcError, rpcKey, rpcKind } from './rpc.ts'
import { say } from './say.ts'

/** Who gets the answer. */
export interface RelayedTo {
  readonly response: ServerResponse
  readonly sender: Sender
  /** Ends when nobody waits any more. */
  readonly signal: AbortSignal
}

export interface Relaying {
  readonly passage: Passage
  /** What is answered; null: nothing was asked, or a notification was sent. */
  readonly underWay: UnderWay | null
  readonly protocol: 'mcp' | 'a2a'
  readonly envelope: Envelope
  /** Tells the server that what it asked of the agent is not passed on. */
  answerBack(refusal: Json): void
  /** What is passed on in the place of a message that came whole. */
  placed?(message: Json): Json
}

/** Passes an answer of a server on, as far as it is judged: whole, or event by event as it comes. */
export async function relayAnswer(answer: IncomingMessage, to: RelayedTo, relaying: Relaying): Promise<void> {
  if (/^text\/event-stream\b/i.test(answer.headers['content-type'] ?? '') && !isEncoded(answer)) return relayEvents(answer, to, relaying)
  const { response, sender, signal } = to
  const { passage, underWay, envelope, placed = each => each } = relaying
  const failed = async (reason: string) => {
    const message = underWay === null ? rpcError(null, RPC_CODE.upstream, reason) : await passage.broken(underWay, reason)
    say(response, envelope.status(message, 502), envelope.carried(message))
  }
  const status = answer.statusCode ?? 502
  const body = await readAll(answer).catch((cause: unknown) => messageOf(cause))
  if (signal.aborted) return underWay === null ? undefined : passage.gone(underWay)
  if (body === null || typeof body === 'string') {
    answer.destroy()
    return failed(body === null ? 'its answer is too large' : `its answer broke off: ${body}`)
  }
  const message = envelope.read(body.toString('utf8'), status)
  const isError = status >= 400
  // A list of messages, another encoding: a reader that understands it would get what nobody has judged.
  if (message === null && body.length > 0 && (!isError || isEncoded(answer))) {
    return failed('its answer is no single message, or is compressed, which was not asked for')
  }
  if (message === null) return relayText(answer, body, to, relaying)
  const { message: passed } = await passage.received(message, underWay, sender, { gone: signal })
  if (signal.aborted) return
  const carried = passed === null ? {} : placed(passed)
  send(response, envelope.status(carried, status), answer, Buffer.from(JSON.stringify(envelope.carried(carried))))
}

/** No message: what a proxy before the server says, or nothing at all. It is text that the agent may read. */
async function relayText(answer: IncomingMessage, body: Buffer, { response, sender, signal }: RelayedTo, { passage, underWay }: Relaying): Promise<void> {
  const status = answer.statusCode ?? 502
  const { text, isMended } = await passage.receivedText(body.toString('utf8'), underWay, sender, { status, gone: signal })
  if (signal.aborted) return
  send(response, status, answer, isMended ? Buffer.from(text) : body)
}

async function relayEvents(answer: IncomingMessage, { response, sender, signal }: RelayedTo, { passage, underWay, protocol, envelope, answerBack }: Relaying): Promise<void> {
  const reader = new EventReader()
  let isAnswered = underWay === null
  response.writeHead(answer.statusCode ?? 200, passedHeaders(answer.headers))
  response.flushHeaders()
  let comments: NodeJS.Timeout | undefined
  // They keep the stream open.
  const waiting = { gone: signal, onHeld: () => { comments = setInterval(() => response.write(': a person is asked\n\n'), HOLD_COMMENT_MS) } }
  const pass = async ({ raw, data }: StreamEvent): Promise<void> => {
    const received = data === null ? null : envelope.event(data)
    // What begins a stream, or keeps it open, holds nothing; of all else only messages go on.
    if (received === null) return write(response, eventWith(raw, ''))
    const isOurs = underWay !== null && rpcKind(received) === 'response' && rpcKey(received['id']) === rpcKey(underWay.id)
    // Of A2A each event answers the request: it is written down when the last one has come.
    if (isOurs && protocol === 'mcp') isAnswered = true
    const { message, refusal } = await passage.received(received, rpcKind(received) === 'response' && !isOurs ? null : underWay, sender, waiting, protocol === 'a2a' ? 'part' : 'whole').finally(() => clearInterval(comments))
    if (refusal !== null) answerBack(refusal)
    if (message !== null) await write(response, eventWith(raw, JSON.stringify(envelope.carried(message))))
  }
  try {
    for await (const block of answer as AsyncIterable<Buffer>) for (const event of reader.push(block)) await pass(event)
    const last = reader.end()
    if (last !== null) await pass(last)
    if (!isAnswered && underWay !== null) await passage.ended(underWay, protocol === 'a2a' ? 'passed' : 'broken')
    response.end()
  } catch (cause) {
    answer.destroy()
    if (!isAnswered && underWay !== null) await (signal.aborted ? passage.gone(underWay) : passage.broken(underWay, messageOf(cause)))
    // It broke off there, so it does here.
    response.destroy()
  }
}

/** The event written anew, with these data: what else a reader might take for data is not passed on. */
function eventWith(raw: string, data: string): string {
  const lines = raw.split(/\r\n|\n|\r/)
  const others = lines.filter(line => /^(?::|id:|event:|retry:)/.test(line))
  const hasData = data !== '' || lines.some(line => /^data: ?$/.test(line))
  return others.length === 0 && !hasData ? '' : `${[...others, ...(hasData ? [`data: ${data}`] : [])].join('\n')}\n\n`
}

async function write(response: ServerResponse, text: string): Promise<void> {
  if (text === '' || response.destroyed) return
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')])
}

function send(response: ServerResponse, status: number, answer: IncomingMessage, body: Buffer): void {
  const hasBody = body.length > 0
  response.writeHead(status, { ...passedHeaders(answer.headers), ...(hasBody ? { 'content-length': body.length } : {}) })
  response.end(hasBody ? body : undefined)
}
