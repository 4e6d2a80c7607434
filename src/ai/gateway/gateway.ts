import { createServer } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { closeServer, openServer } from '../../platform/http-listening.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Guard } from '../judge/guard.ts'
import { judgeOutput } from '../output/output-guard.ts'
import type { AnswerContexts } from './answer-context.ts'
import { answerContexts } from './answer-context.ts'
import type { Application } from './application.ts'
import { applicationOf } from './application.ts'
import type { AuditLog } from './audit.ts'
import { Budgets } from './budget.ts'
import { MOST_HEAD_BYTES, MOST_REQUESTS, REQUEST_MS, STOP_MS } from './defaults.ts'
import type { Exceptions } from './exception/exceptions.ts'
import { NO_EXCEPTIONS } from './exception/exceptions.ts'
import type { Lifting } from './exception/lifting.ts'
import { Exchange } from './exchange.ts'
import type { SaidJudgement } from './exchange.ts'
import { forward, passedHeaders } from './forward.ts'
import { RequestJudge } from './judge-request.ts'
import { OPENAI_CHAT } from './protocol/openai-chat.ts'
import type { Json, Protocol, TextPart } from './protocol/protocol.ts'
import { isJson } from './protocol/protocol.ts'
import { protocolAt } from './protocol/protocols.ts'
import { readAll } from './read-all.ts'
import { isTaintLifted, saidByModel } from './said-by-model.ts'
import { relayStream } from './relay-stream.ts'
import { actsOutside, taintOf } from './taint.ts'

export interface GatewayOptions {
  readonly guard: Guard
  readonly applications: readonly Application[]
  readonly audit: AuditLog
  /** Verdicts that people marked as wrong; without it there are none. */
  readonly exceptions?: Exceptions
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Certificate chain and key in PEM; null: plain. */
  readonly tls: { readonly certificate: string; readonly key: string } | null
  readonly log: Log
}

export interface RunningGateway {
  readonly port: number
  /** Takes no more requests and lets those under way end, for a while. */
  close(): Promise<void>
}

/** Stands between programs and the models that they ask: judges what goes in and what comes out, and writes both down. @throws NoroshiError `listen-failed` */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const gateway = new Gateway(options)
  const limits = { maxHeaderSize: MOST_HEAD_BYTES, requestTimeout: REQUEST_MS }
  const answer = (request: IncomingMessage, response: ServerResponse) => void gateway.answer(request, response)
  const server: Server = options.tls === null ? createServer(limits, answer) : createSecure({ ...limits, cert: options.tls.certificate, key: options.tls.key, minVersion: 'TLSv1.2' }, answer)
  await openServer(server, options.host, options.port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => closeServer(server, STOP_MS),
  }
}

class Gateway {
  readonly #options: GatewayOptions
  readonly #judge: RequestJudge
  readonly #budgets = new Budgets()
  #open = 0

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#judge = new RequestJudge(options.guard)
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/health') return void response.end('ok\n')
    this.#open++
    try {
      await this.#answer(request, response)
    } catch (cause) {
      this.#options.log('error', 'gateway request failed', { path: request.url, cause: messageOf(cause) })
      if (response.headersSent) response.destroy()
      else refuse(response, OPENAI_CHAT, 502, `noroshi: ${messageOf(cause)}`)
    } finally {
      this.#open--
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname
    const protocol = protocolAt(path)
    const shape = protocol ?? OPENAI_CHAT
    if (this.#open > MOST_REQUESTS) return refuse(response, shape, 503, 'noroshi: too many requests are under way', 1)
    const application = applicationOf(this.#options.applications, request.headers)
    if (application === null) return refuse(response, shape, 401, 'noroshi: the key is none of the gateway\'s; ask whoever runs it for one')
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await readAll(request)
    const parsed = body === null ? null : parse(body)
    const client = request.socket.remoteAddress ?? ''
    const exchange = new Exchange(application, { audit: this.#options.audit, exceptions: this.#options.exceptions ?? NO_EXCEPTIONS }, { client, path, protocol, body: parsed })
    const stop = async (status: number, reason: string, outcome: 'refused' | 'over-budget', judgements: readonly SaidJudgement[], parts: readonly TextPart[], retry?: number) => {
      await exchange.record('request', { judgements, parts, status, outcome })
      refuse(response, shape, status, `noroshi: ${reason}`, retry)
    }
    if (body === null && request.method !== 'GET' && request.method !== 'HEAD') return stop(413, 'the request is too large', 'refused', [], [])
    const spent = this.#budgets.take(application)
    if (spent !== null) return stop(429, spent.what === 'rate' ? 'too many requests a minute' : 'the tokens of this day are used up', 'over-budget', [], [], spent.retrySeconds)
    const isJudged = protocol !== null && parsed !== null
    if (!isJudged && body !== null && application.unreadable === 'refuse') return stop(400, 'the request is of no kind that can be judged', 'refused', [], [])
    const parts = isJudged ? protocol.requestParts(parsed) : []
    const { verdict, judgements } = exchange.judging(() => this.#judge.judge(parts, application.policy, exchange.lifting))
    if (verdict === 'block') return stop(403, judgements[0]!.reason.en, 'refused', judgements, parts)
    const sent = verdict === 'redact' && parsed !== null ? Buffer.from(JSON.stringify(parsed)) : body
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    // Both at once: nothing is answered before it is written down.
    const [upstream] = await Promise.all([
      forward(application.upstream, request, sent, gone.signal).catch((cause: unknown) => messageOf(cause)),
      exchange.record('request', { judgements, parts, status: 0, outcome: 'passed' }),
    ])
    if (gone.signal.aborted) return exchange.record('answer', { judgements: [], parts: [], status: 0, outcome: 'gone' })
    if (typeof upstream === 'string') {
      await exchange.record('answer', { judgements: [], parts: [], status: 502, outcome: 'broken' })
      return refuse(response, shape, 502, `noroshi: ${application.upstream.name} cannot be reached: ${upstream}`)
    }
    const isStream = /^text\/event-stream\b/i.test(upstream.headers['content-type'] ?? '')
    const contexts = answerContexts(application, parts, exchange.lifting)
    const used = isJudged ? protocol.usedTools(parsed) : []
    if (isStream && isJudged && application.judgesAnswers) {
      const { finish, outcome, judgements: said, tokens, tools, text } = await relayStream(upstream, response, { application, protocol, contexts, used, exchange })
      if (tokens !== null) this.#budgets.paid(application, tokens)
      await exchange.record('answer', { judgements: said, parts: [{ origin: 'assistant', text }], status: upstream.statusCode ?? 0, outcome, tokens, tools })
      return finish()
    }
    if (isStream) return this.#passAsItIs(upstream, response, exchange)
    return this.#answerWhole(upstream, response, { application, protocol: isJudged ? protocol : null, contexts, used, exchange })
  }

  /** An answer that came whole. */
  async #answerWhole(upstream: IncomingMessage, response: ServerResponse, { application, protocol, contexts, used, exchange }: {
    readonly application: Application
    readonly protocol: Protocol | null
    readonly contexts: AnswerContexts
    readonly used: readonly string[]
    readonly exchange: Exchange
  }): Promise<void> {
    const body = await readAll(upstream).catch((cause: unknown) => messageOf(cause))
    const status = upstream.statusCode ?? 502
    if (body === null || typeof body === 'string') {
      await exchange.record('answer', { judgements: [], parts: [], status, outcome: 'broken' })
      // It broke off there, so it does here: a part of an answer is none.
      return void response.destroy()
    }
    const parsed = parse(body)
    const tokens = parsed === null ? null : protocol?.tokens(parsed) ?? null
    if (tokens !== null) this.#budgets.paid(application, tokens)
    const judged = parsed === null || protocol === null || !application.judgesAnswers ? { judgements: [], parts: [], tools: [], isChanged: false }
      : exchange.judging(() => judgeWhole(parsed, { protocol, contexts, used, application, lifting: exchange.lifting }))
    const { judgements, parts, tools, isChanged } = judged
    const stopped = application.policy === 'monitor' ? undefined : judgements.find(({ verdict }) => verdict === 'block')
    await exchange.record('answer', { judgements, parts, status, outcome: stopped === undefined ? 'passed' : 'withheld', tokens, tools })
    if (stopped !== undefined) return refuse(response, protocol ?? OPENAI_CHAT, 403, `noroshi: ${stopped.reason.en}`)
    const sent = isChanged ? Buffer.from(JSON.stringify(parsed)) : body
    response.writeHead(status, { ...passedHeaders(upstream.headers), 'content-length': sent.length })
    response.end(sent)
  }

  /** A stream that nobody wants judged. */
  async #passAsItIs(upstream: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
    response.writeHead(upstream.statusCode ?? 502, passedHeaders(upstream.headers))
    upstream.pipe(response, { end: false })
    const outcome = await new Promise<'passed' | 'broken' | 'gone'>(resolve => {
      upstream.once('end', () => resolve('passed')).once('error', () => resolve('broken'))
      response.once('close', () => resolve('gone'))
    })
    await exchange.record('answer', { judgements: [], parts: [], status: upstream.statusCode ?? 0, outcome })
    if (outcome === 'passed') response.end()
    else response.destroy()
  }
}

function judgeWhole(body: Json, { protocol, contexts, used, application, lifting }: {
  readonly protocol: Protocol
  readonly contexts: AnswerContexts
  readonly used: readonly string[]
  readonly application: Application
  readonly lifting: Lifting
}): { readonly judgements: readonly SaidJudgement[]; readonly parts: readonly TextPart[]; readonly tools: readonly string[]; readonly isChanged: boolean } {
  const parts = protocol.answerParts(body)
  const judgements: SaidJudgement[] = []
  let isChanged = false
  for (const { text, replace } of parts) {
    const found = judgeOutput(text, contexts.answer)
    judgements.push(...found.map(each => saidByModel(each, lifting)))
    const hidden = application.policy === 'monitor' ? [] : found.filter(({ verdict }) => verdict === 'redact').toSorted((a, b) => b.start - a.start)
    if (hidden.length === 0) continue
    isChanged = true
    replace(hidden.reduce((rest, { start, end, shown }) => rest.slice(0, start) + shown + rest.slice(end), text))
  }
  const called = protocol.calledTools(body)
  for (const { name, arguments: given } of called) {
    if (!actsOutside(name, application.tools)) continue
    // A call cannot be made with half of what it says.
    judgements.push(...judgeOutput(given, contexts.call).map(each => saidByModel({ ...each, verdict: each.verdict === 'flag' ? 'flag' : 'block' }, lifting)))
  }
  const tools = called.map(({ name }) => name)
  const taint = taintOf(used, tools, application.tools, isTaintLifted(lifting))
  if (taint !== null) judgements.push(saidByModel(taint, lifting))
  return { judgements, parts, tools, isChanged }
}

function refuse(response: ServerResponse, protocol: Protocol, status: number, reason: string, retrySeconds?: number): void {
  const body = Buffer.from(JSON.stringify(protocol.refusal(reason, status)))
  const headers: OutgoingHttpHeaders = { 'content-type': 'application/json', 'content-length': body.length }
  if (retrySeconds !== undefined) headers['retry-after'] = String(retrySeconds)
  response.writeHead(status, headers)
  response.end(body)
}

function parse(body: Buffer): Json | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return isJson(parsed) ? parsed : null
  } catch {
    return null
  }
}
