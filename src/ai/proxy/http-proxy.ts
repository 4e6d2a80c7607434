import type { IncomingMessage, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Application } from '../gateway/application/application.ts'
import { readAll } from '../gateway/request/read-all.ts'
import { REFUSALS } from '../gateway/refusals.ts'
import type { GatewayRoute } from '../gateway/route.ts'
import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { EXTENDED_CARD } from './a2a-judge.ts'
import { cardEndpoints } from './agent-card.ts'
import { AgentCards } from './agent-cards.ts'
import { askServer, sentHeaders } from './ask-server.ts'
import type { BareCall } from './bare-call.ts'
import { bareCall, bareMessage } from './bare-call.ts'
import { isForeignOrigin, mismatchedHeader } from './check-headers.ts'
import { Conversations } from './conversation.ts'
import type { Envelope } from './envelope.ts'
import { BARE_ENVELOPE, RPC_ENVELOPE } from './envelope.ts'
import type { Found } from './found.ts'
import { openPassage } from './open-passage.ts'
import type { Passage, PassageRecords, Sender, UnderWay } from './passage.ts'
import type { RelayedTo } from './relay-answer.ts'
import { relayAnswer } from './relay-answer.ts'
import { jsonObject, methodOf, RPC_CODE, rpcError, rpcMessage } from './rpc.ts'
import { say } from './say.ts'
import { agreement, isHandshake, openSocket } from './socket/handshake.ts'
import { relaySocket } from './socket/relay-socket.ts'
import type { ProxiedServer, RemoteServer } from './server.ts'

export interface HttpProxyOptions {
  readonly guard: Guard
  readonly servers: readonly RemoteServer[]
  /** Every server of noroshi.yaml: a conversation goes over all. */
  readonly all: readonly ProxiedServer[]
  /** Where the gateway keeps its files. */
  readonly folder: string
  readonly records: PassageRecords
}

interface Way {
  readonly server: RemoteServer
  readonly passage: Passage
  /** Of an agent. */
  readonly cards: AgentCards | null
}

type Asking = RelayedTo & { readonly request: IncomingMessage }

/** What a server is asked, and how. */
interface AskedFor {
  /** As it is judged. */
  readonly message: Json
  readonly envelope: Envelope
  readonly verb: string
  /** Below the server's own address. */
  readonly path: string
  readonly body: string | null
}

const PATH = /^\/(mcp|a2a)\/([^/]+)(\/.*)?$/
const CARDS = new Set(['/.well-known/agent-card.json', '/.well-known/agent.json'])

/** The gateway's paths `/mcp/NAME` and `/a2a/NAME`: servers of tools and other agents, over HTTP (MCP 2026-07-28 and 2025-11-25, A2A 1.0 and 0.3). */
export class HttpProxy implements GatewayRoute {
  readonly #guard: Guard
  readonly #log: Log
  readonly #ways: ReadonlyMap<string, Way>
  readonly #conversations = new Conversations()
  readonly #sockets = new Set<Duplex>()

  constructor({ guard, servers, all, folder, records }: HttpProxyOptions) {
    this.#guard = guard
    this.#log = records.log
    this.#ways = new Map(servers.map(server => {
      const { passage, cards } = openPassage(guard, server, folder, all, records)
      return [`${server.protocol}/${server.name}`, { server, passage, cards: cards === null ? null : new AgentCards(server, cards, passage) }]
    }))
  }

  answers(path: string): boolean {
    return PATH.test(path)
  }

  async answer(request: IncomingMessage, response: ServerResponse, application: Application): Promise<void> {
    try {
      await this.#answer(request, response, application)
    } catch (cause) {
      this.#log('error', 'gateway request failed', { path: request.url, cause: messageOf(cause) })
      const { en, ja } = REFUSALS.failed
      say(response, 502, rpcError(null, RPC_CODE.failed, en, { reason_ja: ja }))
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, application: Application): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://gateway')
    const [, protocol, name, rest = ''] = PATH.exec(pathname) ?? []
    const way = this.#ways.get(`${protocol}/${name}`)
    if (way === undefined || !mayUse(way, application)) return say(response, 404, rpcError(null, RPC_CODE.request, `there is no ${protocol === 'a2a' ? 'agent' : 'server'} ${String(name).slice(0, 64)} for ${application.name}`))
    if (isForeignOrigin(request.headers)) return say(response, 403, rpcError(null, RPC_CODE.request, 'asked by a page of another origin'))
    if (isSocket(way.server)) return say(response, 426, rpcError(null, RPC_CODE.request, `${way.server.name} speaks over a WebSocket`))
    const sender = this.#sender(request, application)
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const asking = { request, response, sender, signal: gone.signal }
    if (way.cards !== null && request.method === 'GET' && CARDS.has(rest)) return way.cards.answer(asking, placeOf(request, way.server.name))
    const called = way.cards === null ? null : bareCall(request.method ?? '', rest, searchParams)
    if (called !== null) return this.#call(way, asking, called, `${rest}${search}`)
    if (rest !== '' && rest !== '/') return say(response, 404, rpcError(null, RPC_CODE.request, 'there is nothing at this path'))
    if (request.method === 'POST') return this.#post(way, asking)
    if (way.cards === null && (request.method === 'GET' || request.method === 'DELETE')) return this.#pass(way, asking)
    return say(response, 405, rpcError(null, RPC_CODE.request, `${request.method} means nothing here`))
  }

  /** A server that speaks over a WebSocket: each of its messages is judged as any other. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, application: Application): Promise<void> {
    const [, protocol, name] = PATH.exec(new URL(request.url ?? '/', 'http://gateway').pathname) ?? []
    const way = this.#ways.get(`${protocol}/${name}`)
    const refuse = (status: number) => void socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    if (way === undefined || !mayUse(way, application) || !isSocket(way.server)) return refuse(404)
    if (isForeignOrigin(request.headers)) return refuse(403)
    if (!isHandshake(request)) return refuse(400)
    const sender = this.#sender(request, application)
    const opened = await openSocket(way.server, request.headers).catch((cause: unknown) => messageOf(cause))
    if (typeof opened === 'string') {
      const said = `${way.server.name} cannot be asked: ${opened}`
      await way.passage.unreadable(sender, { verdict: 'flag', layer: 'form', score: 0.1, origin: 'tool', reason: { en: said, ja: `${way.server.name} に接続できない：${opened}` } })
      return refuse(502)
    }
    for (const side of [socket, opened.socket]) {
      this.#sockets.add(side)
      side.on('error', () => {}).once('close', () => this.#sockets.delete(side))
    }
    socket.write(agreement(request.headers, opened.protocol))
    await relaySocket(socket, head, opened, way.passage, sender)
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #sender({ socket }: IncomingMessage, { name }: Application): Sender {
    const client = socket.remoteAddress ?? ''
    return { application: name, client, conversation: this.#conversations.of(`${name} ${client}`) }
  }

  async #post(way: Way, asking: Asking): Promise<void> {
    const { passage, cards } = way
    const { request, response, sender } = asking
    const body = await readAll(request)
    const message = body === null ? null : rpcMessage(body.toString('utf8'))
    if (body === null || message === null) {
      await passage.unreadable(sender, { verdict: 'block', layer: 'form', score: 0.5, origin: 'assistant', reason: { en: 'the body is no single message of JSON-RPC 2.0, or is too large', ja: '本文が単一の JSON-RPC 2.0 メッセージでない、または大きすぎる' } })
      return say(response, body === null ? 413 : 400, rpcError(null, body === null ? RPC_CODE.request : RPC_CODE.parse, 'not one message of JSON-RPC 2.0'))
    }
    const mismatched = cards === null ? mismatchedHeader(message, request.headers) : null
    if (mismatched !== null) {
      await passage.unreadable(sender, { verdict: 'block', layer: 'form', score: 0.9, origin: 'assistant', reason: { en: `the header ${mismatched} does not say what the message says`, ja: `ヘッダー ${mismatched} がメッセージの内容と食い違っている` } })
      return say(response, 400, rpcError(message['id'], RPC_CODE.mismatch, `the header ${mismatched} does not say what the message says`))
    }
    return this.#ask(way, asking, { message, envelope: RPC_ENVELOPE, verb: 'POST', path: '', body: JSON.stringify(message) })
  }

  /** A request of A2A without JSON-RPC. @param path below the agent's own address */
  async #call(way: Way, asking: Asking, called: BareCall, path: string): Promise<void> {
    const { request, response, sender } = asking
    const verb = request.method ?? 'GET'
    const body = verb === 'POST' ? await readAll(request) : Buffer.alloc(0)
    const text = body?.toString('utf8').trim() ?? ''
    const value = body === null ? null : text === '' ? {} : jsonObject(text)
    if (value === null) {
      await way.passage.unreadable(sender, { verdict: 'block', layer: 'form', score: 0.5, origin: 'assistant', reason: { en: 'the body is no JSON object, or is too large', ja: '本文が JSON オブジェクトでない、または大きすぎる' } })
      return say(response, body === null ? 413 : 400, BARE_ENVELOPE.carried(rpcError(null, RPC_CODE.request, 'the body is no JSON object, or is too large')))
    }
    return this.#ask(way, asking, { message: bareMessage(called, value), envelope: BARE_ENVELOPE, verb, path, body: text === '' ? null : JSON.stringify(value) })
  }

  async #ask(way: Way, asking: Asking, { message, envelope, verb, path, body }: AskedFor): Promise<void> {
    const { server, passage, cards } = way
    const { request, response, sender, signal } = asking
    const endpoint = cards === null ? server.url : await cards.endpoint(asking, envelope === BARE_ENVELOPE ? 'HTTP+JSON' : 'JSONRPC').catch((cause: unknown) => ({ failure: messageOf(cause) }))
    const sent = await passage.sent(message, sender, { gone: signal }, () => judgeHeaders(this.#guard, request))
    if (sent.answer !== undefined && sent.instead !== undefined && typeof endpoint === 'string') this.#answerBack(way, endpoint, request, sent.instead)
    if (sent.answer !== undefined) return signal.aborted ? undefined : sent.answer === null ? void response.writeHead(202).end() : say(response, envelope.status(sent.answer, 200), envelope.carried(sent.answer))
    if (signal.aborted) return this.#left(passage, sent.underWay)
    if (typeof endpoint !== 'string') return this.#failed(asking, way, sent.underWay, endpoint.failure, envelope)
    const answer = await askServer(server, { method: verb, url: below(endpoint, path), headers: request.headers, body: body === null ? null : Buffer.from(body), signal }).catch((cause: unknown) => messageOf(cause))
    if (typeof answer === 'string') return signal.aborted ? this.#left(passage, sent.underWay) : this.#failed(asking, way, sent.underWay, answer, envelope)
    await relayAnswer(answer, asking, {
      passage, underWay: sent.underWay, protocol: server.protocol, envelope, answerBack: refusal => this.#answerBack(way, endpoint, request, refusal),
      ...(EXTENDED_CARD.has(methodOf(message)) ? { placed: given => withEndpoint(given, placeOf(request, server.name)) } : {}),
    })
  }

  /** The stream of what a server sends by itself, and the end of a session (revision 2025-11-25 and earlier). */
  async #pass(way: Way, asking: Asking): Promise<void> {
    const { server, passage } = way
    const { request, signal } = asking
    const answer = await askServer(server, { method: request.method ?? 'GET', headers: request.headers, body: null, signal }).catch((cause: unknown) => messageOf(cause))
    if (typeof answer === 'string') return signal.aborted ? undefined : this.#failed(asking, way, null, answer, RPC_ENVELOPE)
    await relayAnswer(answer, asking, { passage, underWay: null, protocol: server.protocol, envelope: RPC_ENVELOPE, answerBack: refusal => this.#answerBack(way, server.url, request, refusal) })
  }

  /** What a server asked of an agent and may not. That it does not hear of it is its own trouble. */
  #answerBack({ server }: Way, url: string, { headers }: IncomingMessage, refusal: object): void {
    const { 'mcp-method': _, 'mcp-name': __, ...rest } = headers
    const body = Buffer.from(JSON.stringify(refusal))
    askServer(server, { method: 'POST', url, headers: { ...rest, 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(ANSWER_BACK_MS) }).then(answer => answer.resume(), () => {})
  }

  async #failed({ response, sender }: RelayedTo, { server, passage }: Way, underWay: UnderWay | null, reason: string, { carried }: Envelope): Promise<void> {
    const said = `${server.name} cannot be asked: ${reason}`
    if (underWay !== null) return say(response, 502, carried(await passage.broken(underWay, said)))
    await passage.unreadable(sender, { verdict: 'flag', layer: 'form', score: 0.1, origin: 'tool', reason: { en: said, ja: `${server.name} に接続できない：${reason}` } })
    return say(response, 502, carried(rpcError(null, RPC_CODE.upstream, said)))
  }

  async #left(passage: Passage, underWay: UnderWay | null): Promise<void> {
    if (underWay !== null) await passage.gone(underWay)
  }
}

const ANSWER_BACK_MS = 10_000

/** What leaves in headers leaves as well. */
function judgeHeaders(guard: Guard, { headers }: IncomingMessage): Found[] {
  const { authorization: _, 'x-api-key': __, 'api-key': ___, cookie: ____, 'proxy-authorization': _____, ...sent } = sentHeaders(headers)
  const judgement = judgeCase(guard, { headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)])) })
  return judgement.verdict === 'allow' ? [] : [{ judgement, origin: 'assistant', subject: JSON.stringify(sent) }]
}

function mayUse({ server }: Way, { name }: Application): boolean {
  return server.applications.length === 0 || server.applications.includes(name)
}

function isSocket({ url }: RemoteServer): boolean {
  return /^wss?:/.test(url)
}

/** Where agents ask an agent instead. */
function placeOf(request: IncomingMessage, name: string): string {
  return `${isSecure(request) ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}/a2a/${name}`
}

/** An answer that is a card, with that place in it. */
function withEndpoint(message: Json, place: string): Json {
  const card = message['result']
  return isJson(card) ? { ...message, result: cardEndpoints(card)?.rewritten(place) ?? {} } : message
}

/** An address may have a query of its own. */
function below(url: string, path: string): string {
  if (path === '') return url
  const { origin, pathname, search } = new URL(url)
  const added = new URL(path, 'http://gateway')
  const query = [search, added.search].map(each => each.slice(1)).filter(each => each !== '').join('&')
  return `${origin}${pathname.replace(/\/+$/, '')}${added.pathname}${query === '' ? '' : `?${query}`}`
}

function isSecure({ socket }: IncomingMessage): boolean {
  return 'encrypted' in socket && (socket as TLSSocket).encrypted
}
