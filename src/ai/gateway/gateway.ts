import { createServer, STATUS_CODES } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { Duplex } from 'node:stream'
import { closeServer, openServer } from '../../platform/http-listening.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Language } from '../../model/reason.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { answerContexts } from './answer-context.ts'
import { cutAnswer, limitAnswer } from './answer-limit.ts'
import type { Application } from './application.ts'
import { applicationOf } from './application.ts'
import type { AuditLog } from './audit.ts'
import { Budgets } from './budget.ts'
import { MOST_HEAD_BYTES, MOST_REQUESTS, REQUEST_MS, STOP_MS } from './defaults.ts'
import { CarriedTaints } from './carried.ts'
import type { Exceptions } from './exception/exceptions.ts'
import { NO_EXCEPTIONS } from './exception/exceptions.ts'
import { Exchange } from './exchange.ts'
import type { SaidJudgement } from './exchange.ts'
import { forward, isEncoded, passedHeaders } from './forward.ts'
import { guardFailure, tried } from './guard-failure.ts'
import type { RequestJudgement } from './judge-request.ts'
import { RequestJudge } from './judge-request.ts'
import type { WholeJudgement } from './judge-whole.ts'
import { judgeWhole } from './judge-whole.ts'
import type { GatewayPolicy } from './policy/policy.ts'
import { OPENAI_CHAT } from './protocol/openai-chat.ts'
import { OPENAI_RESPONSES } from './protocol/openai-responses.ts'
import type { Json, Origin, Protocol, TextPart } from './protocol/protocol.ts'
import { isJson } from './protocol/protocol.ts'
import { protocolAt } from './protocol/protocols.ts'
import { askPerson } from './question/ask-person.ts'
import type { Decision, PersonDesk } from './question/questions.ts'
import { QuestionDesk } from './question/questions.ts'
import { readAll } from './read-all.ts'
import { relayStream } from './relay-stream.ts'
import { languageOf, REFUSALS } from './refusals.ts'
import type { GatewayRoute } from './route.ts'
import type { SpentTokens } from './spent-file.ts'

export interface GatewayOptions {
  readonly guard: Guard
  readonly applications: readonly Application[]
  readonly audit: AuditLog
  /** Verdicts that people marked as wrong; without it there are none. */
  readonly exceptions?: Exceptions
  /** What was used of a day's tokens; without it a new start begins with nothing used. */
  readonly spent?: SpentTokens
  /** What else is reached here: servers of tools, other agents. */
  readonly routes?: readonly GatewayRoute[]
  /** Where people decide what policies have them asked; without it nobody does. */
  readonly desk?: PersonDesk
  /** The policy of an application now; without it the configured one. */
  policyOf?(application: Application): GatewayPolicy
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
  // Some clients offer another version of HTTP with each request; that is answered as it is.
  const limits = { maxHeaderSize: MOST_HEAD_BYTES, requestTimeout: REQUEST_MS, shouldUpgradeCallback: ({ headers }: IncomingMessage) => /^websocket$/i.test(headers.upgrade ?? '') }
  const answer = (request: IncomingMessage, response: ServerResponse) => void gateway.answer(request, response)
  const server: Server = options.tls === null ? createServer(limits, answer) : createSecure({ ...limits, cert: options.tls.certificate, key: options.tls.key, minVersion: 'TLSv1.2' }, answer)
  server.on('upgrade', (request, socket, head) => void gateway.upgrade(request, socket, head))
  await openServer(server, options.host, options.port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close() {
      for (const route of options.routes ?? []) route.close?.()
      return closeServer(server, STOP_MS)
    },
  }
}

/** Of answers that nobody wants judged. */
const NOTHING_DONE = { flag: 'allow', redact: 'allow', block: 'allow', layers: {} } as const

const NOTHING_FOUND: WholeJudgement = { judgements: [], parts: [], tools: [], isChanged: false }

class Gateway {
  readonly #options: GatewayOptions
  readonly #judge: RequestJudge
  readonly #carried = new CarriedTaints()
  readonly #budgets: Budgets
  readonly #desk: PersonDesk
  #open = 0

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#judge = new RequestJudge(options.guard)
    this.#budgets = new Budgets(options.spent)
    this.#desk = options.desk ?? new QuestionDesk({ most: 0 })
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/health') return void response.end('ok\n')
    this.#open++
    try {
      await this.#answer(request, response)
    } catch (cause) {
      this.#options.log('error', 'gateway request failed', { path: request.url, cause: messageOf(cause) })
      if (response.headersSent) response.destroy()
      else refuse(response, OPENAI_CHAT, 502, REFUSALS.failed[languageOf(request)])
    } finally {
      this.#open--
    }
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => {})
    try {
      const route = this.#options.routes?.find(each => each.upgrade !== undefined && each.answers(new URL(request.url ?? '/', 'http://gateway').pathname))
      const application = applicationOf(this.#options.applications, request.headers)
      const status = application === null ? 401 : this.#budgets.take(application) === null ? 404 : 429
      if (application === null || status === 429 || route?.upgrade === undefined) return void socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      await route.upgrade(request, socket, head, application)
    } catch (cause) {
      this.#options.log('error', 'gateway connection failed', { path: request.url, cause: messageOf(cause) })
      socket.destroy()
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname
    const protocol = protocolAt(path)
    const shape = protocol ?? OPENAI_CHAT
    const language = languageOf(request)
    if (this.#open > MOST_REQUESTS) return refuse(response, shape, 503, REFUSALS.busy[language], 1)
    const application = applicationOf(this.#options.applications, request.headers)
    if (application === null) return refuse(response, shape, 401, REFUSALS.key[language])
    const route = this.#options.routes?.find(each => each.answers(path))
    if (route !== undefined) {
      const over = this.#budgets.take(application)
      return over === null ? route.answer(request, response, application) : refuse(response, shape, 429, REFUSALS[over.what][language], over.retrySeconds)
    }
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await readAll(request)
    const parsed = body === null ? null : parse(body)
    const client = request.socket.remoteAddress ?? ''
    const exchange = new Exchange(application, { audit: this.#options.audit, exceptions: this.#options.exceptions ?? NO_EXCEPTIONS }, { client, path, protocol, body: parsed })
    const stop = async (
      status: number, reason: GuardReason, outcome: 'refused' | 'over-budget', judgements: readonly SaidJudgement[], parts: readonly TextPart[],
      { retry, decision = null }: { readonly retry?: number; readonly decision?: Decision | null } = {},
    ) => {
      await exchange.record('request', { judgements, parts, status, outcome, decision })
      refuse(response, shape, status, reason[language], retry)
    }
    if (body === null && request.method !== 'GET' && request.method !== 'HEAD') return stop(413, REFUSALS.large, 'refused', [], [])
    const spent = this.#budgets.take(application)
    if (spent !== null) return stop(429, REFUSALS[spent.what], 'over-budget', [], [], { retry: spent.retrySeconds })
    const isJudged = protocol !== null && parsed !== null
    if (!isJudged && body !== null && application.unreadable === 'refuse') return stop(400, REFUSALS.unknown, 'refused', [], [])
    const policy = this.#options.policyOf?.(application) ?? application.policy
    exchange.hidesPersonal = policy.personal === 'redact'
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const failed = (cause: unknown, origin: Origin): SaidJudgement => {
      this.#options.log('error', 'the guard failed', { request: exchange.id, application: application.name, unreadable: application.unreadable, cause: messageOf(cause) })
      return guardFailure(application, origin)
    }
    const parts = isJudged ? protocol.requestParts(parsed) : []
    const look = tried(() => exchange.judging(() => this.#judge.judge(parts, policy, exchange.lifting)))
    const { verdict, judgements, isChanged, placeholders, suspects } = look.isFailed ? this.#unjudged(failed(look.cause, 'user'), policy, exchange) : look.done
    if (look.isFailed && verdict === 'block') return stop(503, judgements[0]!.reason, 'refused', judgements, parts)
    if (verdict === 'block') return stop(403, judgements[0]!.reason, 'refused', judgements, parts)
    const held = verdict === 'ask' ? await askPerson(this.#desk, exchange, policy, { about: 'request', judgements, parts, tools: [], gone: gone.signal }) : null
    const decision = held?.decision ?? null
    if (decision?.decision === 'gone') return exchange.record('request', { judgements, parts, status: 0, outcome: 'gone', decision })
    if (held?.isAllowed === false) return stop(403, held.words, 'refused', judgements, parts, { decision })
    const limit = isJudged ? limitAnswer(parsed, policy, protocol, application.upstream.url) : { tokens: null, isChanged: false }
    exchange.tokenLimit = limit.tokens
    const sent = (isChanged || limit.isChanged) && parsed !== null ? Buffer.from(JSON.stringify(parsed)) : body
    // Both at once: nothing is answered before it is written down.
    const [upstream] = await Promise.all([
      forward(application.upstream, request, sent, gone.signal).catch((cause: unknown) => messageOf(cause)),
      exchange.record('request', { judgements, parts, status: 0, outcome: 'passed', decision }),
    ])
    if (gone.signal.aborted) return exchange.record('answer', { judgements: [], parts: [], status: 0, outcome: 'gone' })
    if (typeof upstream === 'string') {
      await exchange.record('answer', { judgements: [], parts: [], status: 502, outcome: 'broken' })
      return refuse(response, shape, 502, { en: `${application.upstream.name} cannot be reached: ${upstream}`, ja: `${application.upstream.name} に接続できない：${upstream}` }[language])
    }
    const isStream = /^text\/event-stream\b/i.test(upstream.headers['content-type'] ?? '')
    const wantsNothing = !isJudged || (!application.judgesAnswers && !placeholders.isUsed)
    if (!wantsNothing && isEncoded(upstream)) {
      upstream.destroy()
      await exchange.record('answer', { judgements: [], parts: [], status: 502, outcome: 'broken' })
      return refuse(response, shape, 502, { en: `the answer of ${application.upstream.name} is compressed, which was not asked for, and cannot be judged`, ja: `${application.upstream.name} の回答が、求めていないのに圧縮されているため検査できない` }[language])
    }
    if (wantsNothing) {
      return isStream ? this.#passAsItIs(upstream, response, exchange) : this.#answerWhole(upstream, response, { application, protocol, exchange, judge: null, failed, language, gone: gone.signal })
    }
    const answerPolicy = application.judgesAnswers ? policy : { ...policy, ...NOTHING_DONE }
    const before = this.#carried.before(application.name, parsed)
    const taint = { used: [...before.used, ...protocol.usedTools(parsed)], suspects: [...before.suspects, ...suspects] }
    const keep = (answer: Json, called: readonly string[]) => {
      if (protocol === OPENAI_RESPONSES) this.#carried.keep(application.name, answer, { ...taint, used: [...taint.used, ...called] })
    }
    const said = { application, policy: answerPolicy, protocol, contexts: answerContexts(application, parts, exchange.lifting), placeholders, ...taint }
    if (!isStream) return this.#answerWhole(upstream, response, { application, protocol, exchange, judge(answer) {
      keep(answer, protocol.calledTools(answer).map(({ name }) => name))
      return judgeWhole(answer, { ...said, lifting: exchange.lifting })
    }, policy: answerPolicy, failed, language, gone: gone.signal })
    const { finish, outcome, judgements: found, tokens, tools, text, decision: later } = await relayStream(upstream, response, { ...said, exchange, keep, desk: this.#desk, failed, language, gone: gone.signal })
    if (tokens !== null) this.#budgets.paid(application, tokens)
    await exchange.record('answer', { judgements: found, parts: [{ origin: 'assistant', text }], status: upstream.statusCode ?? 0, outcome, tokens, tools, decision: later })
    return finish()
  }

  /** A request that the guard failed at: as it is. */
  #unjudged(failure: SaidJudgement, policy: GatewayPolicy, { lifting }: Exchange): RequestJudgement {
    return { ...this.#judge.judge([], policy, lifting), verdict: failure.verdict, judgements: [failure] }
  }

  /** An answer that came whole. */
  async #answerWhole(upstream: IncomingMessage, response: ServerResponse, { application, protocol, exchange, judge, policy = application.policy, failed, language, gone }: {
    readonly application: Application
    readonly protocol: Protocol | null
    readonly exchange: Exchange
    /** Null: nobody wants it judged. */
    readonly judge: ((answer: Json) => WholeJudgement) | null
    readonly policy?: GatewayPolicy
    /** Tells of what the guard threw. */
    readonly failed: (cause: unknown, origin: Origin) => SaidJudgement
    readonly language: Language
    readonly gone: AbortSignal
  }): Promise<void> {
    const body = await readAll(upstream).catch((cause: unknown) => messageOf(cause))
    const status = upstream.statusCode ?? 502
    if (body === null || typeof body === 'string') {
      upstream.destroy()
      await exchange.record('answer', { judgements: [], parts: [], status, outcome: 'broken' })
      // It broke off there, so it does here: a part of an answer is none.
      return void response.destroy()
    }
    const parsed = parse(body)
    const tokens = parsed === null ? null : protocol?.tokens(parsed) ?? null
    if (tokens !== null) this.#budgets.paid(application, tokens)
    const look = tried(() => (parsed === null || judge === null ? NOTHING_FOUND : exchange.judging(() => judge(parsed))))
    const { judgements, parts, tools, isChanged } = look.isFailed ? { ...NOTHING_FOUND, judgements: [failed(look.cause, 'assistant')] } : look.done
    const isCut = parsed !== null && judge !== null && protocol !== null && cutAnswer(parsed, protocol.answerParts(parsed), protocol, exchange.tokenLimit)
    const [gravest] = judgements
    const held = gravest?.verdict === 'ask' ? await askPerson(this.#desk, exchange, policy, { about: 'answer', judgements, parts, tools, gone }) : null
    const withheld = gravest?.verdict === 'block' ? gravest.reason : held?.isAllowed === false ? held.words : null
    const decision = held?.decision ?? null
    await exchange.record('answer', { judgements, parts, status, outcome: decision?.decision === 'gone' ? 'gone' : withheld !== null ? 'withheld' : isCut ? 'cut' : 'passed', tokens, tools, decision })
    if (withheld !== null) return refuse(response, protocol ?? OPENAI_CHAT, look.isFailed ? 503 : 403, withheld[language])
    const sent = isChanged || isCut ? Buffer.from(JSON.stringify(parsed)) : body
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

function refuse(response: ServerResponse, protocol: Protocol, status: number, reason: string, retrySeconds?: number): void {
  const body = Buffer.from(JSON.stringify(protocol.refusal(`noroshi: ${reason}`, status)))
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
