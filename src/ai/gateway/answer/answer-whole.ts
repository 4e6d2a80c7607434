import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { messageOf } from '../../../platform/noroshi-error.ts'
import { cutAnswer, TokenCount } from './answer-limit.ts'
import type { Answered, AnswerWork } from './answered.ts'
import { idsIn } from './answered.ts'
import { passedHeaders } from '../forward.ts'
import { judgeWhole } from './judge-whole.ts'
import { keptContexts } from './kept-contexts.ts'
import { jsonLike } from '../protocol/json-like.ts'
import type { Json, Protocol } from '../protocol/protocol.ts'
import { isJson, partOf } from '../protocol/protocol.ts'
import { askPerson } from '../question/ask-person.ts'
import { readAll } from '../request/read-all.ts'
import { REFUSALS } from '../refusals.ts'
import { refuse } from '../refuse.ts'
import { relayStream } from './relay-stream.ts'
import { looksLikeEvents } from './sse.ts'
import { TokenUsage } from './token-usage.ts'
import { unreadable } from '../request/unreadable.ts'

/** Passes an answer on that comes whole, when all of it is judged. One that turns out to be a stream of events is judged as such, whatever it is called. */
export async function answerWhole(upstream: IncomingMessage, response: ServerResponse, work: AnswerWork): Promise<Answered> {
  const { application, policy, exchange, desk, failed, language, gone, keep } = work
  const body = await readAll(upstream).catch((cause: unknown) => messageOf(cause))
  const status = upstream.statusCode ?? 502
  const usage = new TokenUsage()
  if (body === null || typeof body === 'string') {
    upstream.destroy()
    const nothing = { parts: [], tools: [], usage, tokens: 0, ids: [], decision: null }
    // It broke off there, so it does here: a part of an answer is none.
    return body !== null ? { ...nothing, outcome: 'broken', judgements: [], finish: () => response.destroy() }
      : { ...nothing, outcome: 'withheld', judgements: [unreadable(REFUSALS.largeAnswer, 'refuse', 'assistant')], finish: () => refuse(response, work.protocol, 502, REFUSALS.largeAnswer[language]) }
  }
  const read = readAnswer(body)
  if (read === null && looksLikeEvents(body)) return relayStream(Object.assign(Readable.from([body]), { statusCode: status, headers: upstream.headers }), response, work)
  const said = read ?? asText(body)
  const protocol = read === null ? PLAIN_TEXT : work.protocol
  if (read !== null) {
    usage.read(read.json)
    keep(read.json, protocol.calledTools(read.json).map(({ name }) => name))
  }
  const found = await exchange.judgingInTurns(judgeWhole(said.json, { ...work, protocol, contexts: work.isKept ? keptContexts(said.json, work) : work.contexts, lifting: exchange.lifting, failed: cause => failed(cause, 'assistant') }))
  // What an upstream says of its own troubles is read by people, in whatever form.
  const unread = read === null && body.length > 0 && status < 400 ? [unreadable(REFUSALS.unknownAnswer, application.unreadable, 'assistant')] : []
  const judgements = unread[0]?.verdict === 'block' ? [...unread, ...found.judgements] : [...found.judgements, ...unread]
  const isCut = exchange.tokenLimit !== null && cutAnswer(said.json, protocol.answerParts(said.json), protocol, exchange.tokenLimit)
  const [gravest] = judgements
  const parts = [...found.parts, ...found.calls]
  const held = gravest?.verdict === 'ask' ? await askPerson(desk, exchange, policy, { about: 'answer', judgements, parts, tools: found.tools, gone }) : null
  const withheld = gravest?.verdict === 'block' ? gravest.reason : held?.isAllowed === false ? held.words : null
  const decision = held?.decision ?? null
  const count = new TokenCount(null)
  for (const { text } of parts) count.add(text)
  return {
    outcome: decision?.decision === 'gone' ? 'gone' : withheld !== null ? 'withheld' : isCut ? 'cut' : 'passed',
    judgements, parts, tools: found.tools, usage, tokens: count.used, ids: read === null ? [] : idsIn(read.json), decision,
    finish() {
      if (withheld !== null) return refuse(response, work.protocol, STATUS_BY_KIND[gravest?.kind ?? ''] ?? 403, withheld[language])
      const sent = found.isChanged || isCut ? said.written() : body
      const headers = passedHeaders(upstream.headers)
      // Where there is no body, how long one would be (RFC 9110, 8.6) is what the upstream says.
      const length = isWithoutBody(response, status) ? upstream.headers['content-length'] : sent.length
      response.writeHead(status, length === undefined ? headers : { ...headers, 'content-length': length })
      response.end(sent)
    },
  }
}

function isWithoutBody({ req: { method } }: ServerResponse, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304
}

/** Of what is withheld although nothing speaks against its words. */
const STATUS_BY_KIND: Readonly<Record<string, number>> = { 'guard-failed': 503, 'unreadable': 502 }

/** An answer as it was read, and how it is written again. */
interface ReadAnswer {
  readonly json: Json
  written(): Buffer
}

/** Null: it is no JSON, nor lines of it, or holds neither names nor a list. */
function readAnswer(body: Buffer): ReadAnswer | null {
  try {
    const text = body.toString('utf8').replace(/^\ufeff/, '')
    const value: unknown = JSON.parse(text)
    const written = () => Buffer.from(jsonLike(value, text))
    if (isJson(value)) return { json: value, written }
    return Array.isArray(value) ? { json: { data: value }, written } : null
  } catch {
    return linesOfJson(body.toString('utf8'))
  }
}

/** Lines that are objects each, such as the answers of a batch. Null: they are not. */
function linesOfJson(text: string): ReadAnswer | null {
  const lines = text.split('\n')
  if (lines.filter(line => line.trim() !== '').length < 2) return null
  try {
    const data = lines.flatMap(line => (line.trim() === '' ? [] : [{ line, value: JSON.parse(line) as unknown }]))
    if (!data.every(({ value }) => isJson(value))) return null
    return { json: { data: data.map(({ value }) => value) }, written: () => Buffer.from(data.map(({ line, value }) => `${jsonLike(value, line)}\n`).join('')) }
  } catch {
    return null
  }
}

function asText(body: Buffer): ReadAnswer {
  const json: Json = { text: body.toString('utf8') }
  return { json, written: () => Buffer.from(String(json['text'])) }
}

const PLAIN_TEXT: Pick<Protocol, 'answerParts' | 'calledTools' | 'sayCut'> = {
  answerParts: body => partOf(body, 'text', 'assistant'),
  calledTools: () => [],
  sayCut() {},
}
