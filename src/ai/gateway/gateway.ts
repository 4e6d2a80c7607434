import { once } from 'node:events'
import { createServer, STATUS_CODES } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { Duplex } from 'node:stream'
import { closeServer, openServer } from '../../platform/http-listening.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { answerContexts } from './answer/answer-context.ts'
import { limitAnswer } from './answer/answer-limit.ts'
import { keptAnswers, readingByShape } from './answer/answer-shape.ts'
import { answerWhole } from './answer/answer-whole.ts'
import type { AnswerWork } from './answer/answered.ts'
import type { Application } from './application/application.ts'
import { applicationOf, keyIn } from './application/application.ts'
import { askUsage } from './answer/ask-usage.ts'
import type { AuditLog } from './audit/audit.ts'
import { BodyRoom } from './request/body-room.ts'
import type { HeldRoom } from './request/body-room.ts'
import { Budgets } from './application/budget.ts'
import { BODIES_MB, MOST_HEAD_BYTES, MOST_REQUESTS, REQUEST_MS, RETRY_SECONDS, STOP_MS } from './defaults.ts'
import { CarriedTaints } from './carried.ts'
import type { Exceptions } from './exception/exceptions.ts'
import { NO_EXCEPTIONS } from './exception/exceptions.ts'
import { Exchange } from './exchange.ts'
import type { SaidJudgement } from './exchange.ts'
import { forward, isEncoded } from './forward.ts'
import { guardFailure, triedLater } from './guard-failure.ts'
import type { RequestJudgement } from './request/judge-request.ts'
import { RequestJudge } from './request/judge-request.ts'
import type { GatewayPolicy } from './policy/policy.ts'
import { jsonLike } from './protocol/json-like.ts'
import { OPENAI_CHAT } from './protocol/openai-chat.ts'
import { OPENAI_RESPONSES } from './protocol/openai-responses.ts'
import type { Origin, TextPart } from './protocol/protocol.ts'
import { isCounting, protocolAt } from './protocol/protocols.ts'
import { readRequest } from './protocol/read-request.ts'
import { askPerson } from './question/ask-person.ts'
import type { Decision, PersonDesk } from './question/questions.ts'
import { QuestionDesk } from './question/questions.ts'
import { passUnjudged } from './answer/pass-unjudged.ts'
import { readAll } from './request/read-all.ts'
import { refuse } from './refuse.ts'
import { SecondLooks } from './second-look/second-looks.ts'
import { relayStream } from './answer/relay-stream.ts'
import { languageOf, REFUSALS } from './refusals.ts'
import type { GatewayRoute } from './route.ts'
import type { SpentTokens } from './application/spent-file.ts'
import { WithheldAnswers } from './answer/withheld-answers.ts'
import { WrongKeys } from './audit/wrong-keys.ts'
import { unreadable } from './request/unreadable.ts'

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
  /** Megabytes of all bodies under way together, but for short ones; without it {@link BODIES_MB}. */
  readonly bodiesMb?: number | undefined
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
    async close() {
      for (const route of options.routes ?? []) route.close?.()
      await closeServer(server, STOP_MS)
      await gateway.close()
    },
  }
}

/** Of answers that nobody wants judged. */
const NOTHING_DONE = { flag: 'allow', redact: 'allow', block: 'allow', layers: {}, personal: 'allow' } as const

class Gateway {
  readonly #options: GatewayOptions
  readonly #judge: RequestJudge
  readonly #carried = new CarriedTaints()
  readonly #withheld = new WithheldAnswers()
  readonly #budgets: Budgets
  readonly #looks: SecondLooks
  readonly #desk: PersonDesk
  readonly #wrongKeys: WrongKeys
  readonly #room: BodyRoom
  #open = 0

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#judge = new RequestJudge(options.guard)
    this.#budgets = new Budgets(options.spent)
    this.#looks = new SecondLooks(options.log)
    this.#room = new BodyRoom((options.bodiesMb ?? BODIES_MB) * 2 ** 20)
    this.#wrongKeys = new WrongKeys(options.audit, options.log)
    this.#desk = options.desk ?? new QuestionDesk({ most: 0 })
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/health') return void response.end('ok\n')
    this.#open++
    const room = this.#room.hold()
    try {
      await this.#answer(request, response, room)
    } catch (cause) {
      this.#options.log('error', 'gateway request failed', { path: request.url, cause: messageOf(cause) })
      if (response.headersSent) response.destroy()
      else refuse(response, OPENAI_CHAT, 502, REFUSALS.failed[languageOf(request)])
    } finally {
      this.#open--
      room.release()
    }
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => {})
    try {
      const route = this.#options.routes?.find(each => each.upgrade !== undefined && each.answers(new URL(request.url ?? '/', 'http://gateway').pathname))
      const application = applicationOf(this.#options.applications, request.headers)
      if (application === null) await this.#noteKeyless(request, new URL(request.url ?? '/', 'http://gateway').pathname)
      const status = application === null ? 401 : this.#budgets.take(application) === null ? 404 : 429
      if (application === null || status === 429 || route?.upgrade === undefined) return void socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      await route.upgrade(request, socket, head, application)
    } catch (cause) {
      this.#options.log('error', 'gateway connection failed', { path: request.url, cause: messageOf(cause) })
      socket.destroy()
    }
  }

  /** Nothing more comes. */
  close(): Promise<void> {
    return this.#wrongKeys.flush()
  }

  #noteKeyless({ socket, headers }: IncomingMessage, path: string): Promise<void> {
    return this.#wrongKeys.note({ client: socket.remoteAddress ?? '', path, isWrong: keyIn(headers) !== undefined })
  }

  async #answer(request: IncomingMessage, response: ServerResponse, room: HeldRoom): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname
    const protocol = protocolAt(path)
    const shape = protocol ?? OPENAI_CHAT
    const language = languageOf(request)
    if (this.#open > MOST_REQUESTS) return refuse(response, shape, 503, REFUSALS.busy[language], 1)
    const application = applicationOf(this.#options.applications, request.headers)
    if (application === null) {
      await this.#noteKeyless(request, path)
      return refuse(response, shape, 401, REFUSALS.key[language])
    }
    const route = this.#options.routes?.find(each => each.answers(path))
    if (route !== undefined) {
      const over = this.#budgets.take(application)
      if (over !== null) return refuse(response, shape, 429, REFUSALS[over.what][language], over.retrySeconds)
      if (!room.grow(Number(request.headers['content-length'] ?? 0))) return refuse(response, shape, 503, REFUSALS.full[language], RETRY_SECONDS)
      return route.answer(request, response, application)
    }
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await readAll(request, bytes => room.grow(bytes))
    const { body: parsed, parts, unread, isAmbiguous } = readRequest(protocol, body)
    const client = request.socket.remoteAddress ?? ''
    const exchange = new Exchange(application, { audit: this.#options.audit, exceptions: this.#options.exceptions ?? NO_EXCEPTIONS }, { client, path, protocol, body: parsed })
    const stop = async (
      status: number, reason: GuardReason, outcome: 'refused' | 'over-budget', judgements: readonly SaidJudgement[], texts: readonly TextPart[],
      { retry, decision = null }: { readonly retry?: number; readonly decision?: Decision | null } = {},
    ) => {
      await exchange.record('request', { judgements, parts: texts, status, outcome, decision })
      refuse(response, shape, status, reason[language], retry)
    }
    if (room.isRefused) return stop(503, REFUSALS.full, 'refused', [], [], { retry: RETRY_SECONDS })
    if (body === null && request.method !== 'GET' && request.method !== 'HEAD') return stop(413, REFUSALS.large, 'refused', [], [])
    const spent = this.#budgets.take(application)
    if (spent !== null) return stop(429, REFUSALS[spent.what], 'over-budget', [], [], { retry: spent.retrySeconds })
    const isJudged = protocol !== null && parsed !== null
    const against = unread === null ? [] : [unreadable(unread, application.unreadable)]
    if (unread !== null && application.unreadable === 'refuse') return stop(400, unread, 'refused', against, parts)
    if (this.#withheld.isNamed(application.name, path)) return stop(403, REFUSALS.withheld, 'refused', [], [])
    const policy = this.#options.policyOf?.(application) ?? application.policy
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const failed = (cause: unknown, origin: Origin) => guardFailure(this.#options.log, cause, { request: exchange.id, application: application.name, unreadable: application.unreadable, origin })
    const look = await triedLater(() => exchange.judgingInTurns(this.#judge.inSteps(parts, policy, exchange.lifting), gone.signal))
    if (gone.signal.aborted) return exchange.record('request', { judgements: look.isFailed ? [] : look.done.judgements, parts, status: 0, outcome: 'gone' })
    const first = look.isFailed ? this.#unjudged(failed(look.cause, 'user'), policy, exchange) : look.done
    const { verdict, judgements: found, isChanged, placeholders, suspects } = await this.#lookedAtAgain(first, application, policy, gone.signal)
    const judgements = [...found, ...against]
    if (gone.signal.aborted) return exchange.record('request', { judgements, parts, status: 0, outcome: 'gone' })
    if (look.isFailed && verdict === 'block') return stop(503, judgements[0]!.reason, 'refused', judgements, parts)
    if (verdict === 'block') return stop(403, judgements[0]!.reason, 'refused', judgements, parts)
    const held = verdict === 'ask' ? await askPerson(this.#desk, exchange, policy, { about: 'request', judgements, parts, tools: [], gone: gone.signal }) : null
    const decision = held?.decision ?? null
    if (decision?.decision === 'gone') return exchange.record('request', { judgements, parts, status: 0, outcome: 'gone', decision })
    if (held?.isAllowed === false) return stop(403, held.words, 'refused', judgements, parts, { decision })
    const limit = isJudged ? limitAnswer(parsed, policy, protocol, application.upstream.url) : { tokens: null, isChanged: false }
    exchange.tokenLimit = limit.tokens
    const hidesUsage = isJudged && askUsage(parsed, protocol, application.upstream.url)
    const sent = (isChanged || isAmbiguous || limit.isChanged || hidesUsage) && parsed !== null && body !== null ? Buffer.from(jsonLike(parsed, body.toString('utf8'))) : body
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
    const judges = application.judgesAnswers || placeholders.isUsed
    if (judges && isEncoded(upstream)) {
      upstream.destroy()
      await exchange.record('answer', { judgements: [], parts: [], status: 502, outcome: 'broken' })
      return refuse(response, shape, 502, { en: `the answer of ${application.upstream.name} is compressed, which was not asked for, and cannot be judged`, ja: `${application.upstream.name} の回答が、求めていないのに圧縮されているため検査できない` }[language])
    }
    const before = this.#carried.before(application.name, isJudged ? parsed : { previous_response_id: path.split('/').at(-1) })
    const taint = { used: [...before.used, ...(isJudged ? protocol.usedTools(parsed) : [])], suspects: [...before.suspects, ...suspects] }
    const work: AnswerWork = {
      application, policy: application.judgesAnswers ? policy : { ...policy, ...NOTHING_DONE }, protocol: isJudged ? readingByShape(protocol) : keptAnswers(path), isKept: !isJudged,
      contexts: answerContexts({ ...application, policy }, parts, exchange.lifting), placeholders, ...taint, exchange, desk: this.#desk, failed, language, hidesUsage, gone: gone.signal,
      keep: (answer, called) => {
        if (protocol === OPENAI_RESPONSES) this.#carried.keep(application.name, answer, { ...taint, used: [...taint.used, ...called] })
      },
    }
    const pass = !judges ? passUnjudged : isStreamed(upstream, exchange) ? relayStream : answerWhole
    const { usage, tokens: estimated, ids, finish, ...said } = await pass(upstream, response, work)
    const status = upstream.statusCode ?? 0
    // What was kept is paid for, and a request that failed cost nothing unless it says so.
    const tokens = isJudged && status < 400 && !isCounting(path) ? usage.total(parts, estimated) : usage.said
    if (tokens !== null && isJudged) this.#budgets.paid(application, tokens)
    if (said.outcome === 'withheld' && isJudged) this.#withheld.keep(application.name, ids)
    await exchange.record('answer', { ...said, status, tokens })
    return finish()
  }

  /** What is doubtful, after a model was asked about it; whatever fails there, the guard's own judgement stands. */
  async #lookedAtAgain(judged: RequestJudgement, { name, judge }: Application, policy: GatewayPolicy, gone: AbortSignal): Promise<RequestJudgement> {
    if (judge === undefined || judged.doubts.length === 0 || gone.aborted) return judged
    const looked = this.#looks.at(judged, judge, policy).catch((cause: unknown) => {
      this.#options.log('error', 'the second look failed', { application: name, cause: messageOf(cause) })
      return judged
    })
    return Promise.race([looked, once(gone, 'abort').then(() => judged)])
  }

  /** A request that the guard failed at: as it is. */
  #unjudged(failure: SaidJudgement, policy: GatewayPolicy, { lifting }: Exchange): RequestJudgement {
    return { ...this.#judge.judge([], policy, lifting), verdict: failure.verdict, judgements: [failure] }
  }
}

/** A stream by its name, or what comes where one was asked for: it is passed on while it comes. Everything else is known when all of it has come. */
function isStreamed({ statusCode = 502, headers }: IncomingMessage, { isStreamWanted }: Exchange): boolean {
  const type = headers['content-type'] ?? ''
  return statusCode < 400 && (/^text\/event-stream\b/i.test(type) || (isStreamWanted && !/^application\/json\b/i.test(type)))
}
