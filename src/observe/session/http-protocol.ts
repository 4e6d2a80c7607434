import { MAX_HEAD_BYTES, MAX_HEADER_NAMES, MAX_WAITING } from './defaults.ts'
import type { Flow, Side } from './flow.ts'
import { HeldBytes } from './held-bytes.ts'
import type { BodyFraming, HttpHead } from './http-message.ts'
import { BodyReader, framingOf, takeHead } from './http-message.ts'
import { mimeType } from './mime-type.ts'
import { sessionEvent } from './session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from './stream-protocol.ts'

/** RFC 9110, WebDAV (RFC 4918, RFC 3253), and what UPnP and others made of it. */
const REQUEST = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|REPORT|SEARCH|NOTIFY|SUBSCRIBE|M-SEARCH) \S/
const ANSWER = /^HTTP\/1\.[01] \d/

/** Bytes that tell the two above. */
const START_BYTES = 16

/** Fields by which proxies tell for whom they ask (Zeek's `HTTP::proxy_headers`). */
const PROXY_FIELDS = ['forwarded', 'x-forwarded-for', 'x-forwarded-from', 'client-ip', 'via', 'xroxy-connection', 'proxy-connection']

const NO_BODY: BodyFraming = { kind: 'length', bytes: 0 }

interface Exchange {
  readonly time: number
  readonly depth: number
  readonly request: HttpHead | null
  requestBytes: number
  requestType: string | undefined
}

interface HttpSide {
  readonly held: HeldBytes
  body: BodyReader | null
}

/** Whether bytes start a request or an answer. */
export function startsHttp(bytes: Uint8Array): 'request' | 'answer' | null {
  const start = Buffer.from(bytes.subarray(0, START_BYTES)).toString('latin1')
  return REQUEST.test(start) ? 'request' : ANSWER.test(start) ? 'answer' : null
}

/** HTTP/1.x → one event `http` for each request with its answer. */
export class HttpProtocol implements StreamProtocol {
  readonly service = 'http'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #sides: readonly [HttpSide, HttpSide]
  readonly #waiting: Exchange[] = []
  /** The answer whose body is being read. */
  #answer: { readonly exchange: Exchange, readonly head: HttpHead, readonly status: number } | null = null
  #depth = 0
  #switched = false

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
    const side = (): HttpSide => ({ held: new HeldBytes(context.budget, MAX_HEAD_BYTES), body: null })
    this.#sides = [side(), side()]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    const { held } = this.#sides[side]
    let rest = bytes
    while (rest.length > 0) {
      const part = rest.subarray(0, MAX_HEAD_BYTES - held.bytes.length)
      if (part.length === 0 || !held.append(part) || !this.#read(side, time)) return 'done'
      if (this.#switched) return 'switched'
      rest = rest.subarray(part.length)
    }
    return 'goes-on'
  }

  /** Missing bytes of a body only shorten it; in a head nothing after them can be trusted. */
  gap(side: Side, bytes: number): Progress {
    const { body, held } = this.#sides[side]
    return body !== null && held.bytes.length === 0 && body.skip(bytes) ? 'goes-on' : 'done'
  }

  end(): void {
    for (const { held } of this.#sides) held.drop()
    this.#tellAnswer()
    for (const exchange of this.#waiting.splice(0)) this.#tell(exchange, null, 0, null)
  }

  /** False when what comes is no HTTP any more. */
  #read(side: Side, time: number): boolean {
    const state = this.#sides[side]
    for (;;) {
      if (state.body !== null) {
        const result = state.body.read(state.held)
        if (result !== 'ended') return result === 'more'
        this.#bodyEnded(side)
      }
      const head = takeHead(state.held)
      if (head === null) return true
      if (REQUEST.test(head.line)) this.#takeRequest(state, head, time)
      else if (ANSWER.test(head.line)) this.#takeAnswer(state, head, time)
      else return false
      if (this.#switched || this.#waiting.length > MAX_WAITING) return this.#switched
    }
  }

  #takeRequest(state: HttpSide, head: HttpHead, time: number): void {
    const exchange = { time, depth: ++this.#depth, request: head, requestBytes: 0, requestType: undefined }
    this.#waiting.push(exchange)
    const framing = framingOf(head, NO_BODY)
    state.body = isEmpty(framing) ? null : new BodyReader(framing)
  }

  /** An interim answer (1xx) is followed by the final one, except where the protocol changes. */
  #takeAnswer(state: HttpSide, head: HttpHead, time: number): void {
    const status = Number(head.line.slice(9, 12))
    if (status >= 100 && status < 200 && status !== 101) return
    const exchange = this.#waiting.shift() ?? { time, depth: ++this.#depth, request: null, requestBytes: 0, requestType: undefined }
    this.#answer = { exchange, head, status }
    const method = exchange.request?.line.split(' ', 1)[0]
    this.#switched = status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)
    const framing: BodyFraming = this.#switched || method === 'HEAD' || status === 204 || status === 304 ? NO_BODY : framingOf(head, { kind: 'until-close' })
    if (isEmpty(framing)) this.#tellAnswer()
    else state.body = new BodyReader(framing)
  }

  #bodyEnded(side: Side): void {
    const state = this.#sides[side]
    const bytes = state.body?.bytes ?? 0
    const waiting = this.#waiting.at(-1)
    if (this.#answersOn(side)) this.#tellAnswer()
    else if (waiting !== undefined) {
      waiting.requestBytes = bytes
      waiting.requestType = state.body === null ? undefined : mimeType(state.body.start)
    }
    state.body = null
  }

  #answersOn(side: Side): boolean {
    return this.#answer !== null && side !== this.#flow.originator
  }

  #tellAnswer(): void {
    if (this.#answer === null) return
    const { exchange, head, status } = this.#answer
    const { body } = this.#sides[this.#flow.originator === 0 ? 1 : 0]
    this.#answer = null
    this.#tell(exchange, head, status, body)
  }

  #tell({ time, depth, request, requestBytes, requestType }: Exchange, answer: HttpHead | null, status: number, body: BodyReader | null): void {
    const answerType = body === null ? undefined : mimeType(body.start)
    const [method, uri] = request?.line.split(' ') ?? []
    this.#context.emit(sessionEvent(this.#flow, 'http', time, {
      trans_depth: depth,
      method,
      host: request?.fields.get('host'),
      uri,
      referrer: request?.fields.get('referer'),
      version: /HTTP\/(\d\.\d)/.exec(request?.line ?? answer?.line ?? '')?.[1],
      user_agent: request?.fields.get('user-agent'),
      origin: request?.fields.get('origin'),
      request_body_len: requestBytes,
      response_body_len: body?.bytes ?? 0,
      status_code: answer === null ? undefined : status,
      status_msg: answer?.line.slice(13),
      tags: [],
      username: usernameOf(request?.fields.get('authorization')),
      proxied: request === null ? undefined : proxiesOf(request),
      orig_mime_types: requestType === undefined ? undefined : [requestType],
      resp_mime_types: answerType === undefined ? undefined : [answerType],
      client_header_names: request?.names.slice(0, MAX_HEADER_NAMES).map(name => name.toUpperCase()),
    }))
  }
}

/** Of basic authentication (RFC 7617); the password is not told. */
function usernameOf(authorization: string | undefined): string | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0]
}

function proxiesOf({ fields }: HttpHead): string[] | undefined {
  const found = PROXY_FIELDS.flatMap(name => fields.has(name) ? `${name.toUpperCase()} -> ${fields.get(name)}` : [])
  return found.length === 0 ? undefined : found
}

function isEmpty(framing: BodyFraming): boolean {
  return framing.kind === 'length' && framing.bytes === 0
}
