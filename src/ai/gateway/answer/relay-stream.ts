import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Steps } from '../../../platform/steps.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import { addsToAnswer, TokenCount } from './answer-limit.ts'
import { AnswerStream } from './answer-stream.ts'
import type { Passed } from './answer-stream.ts'
import type { Answered, AnswerWork } from './answered.ts'
import { idsIn } from './answered.ts'
import { isOnlyUsage } from './ask-usage.ts'
import { HOLD_COMMENT_MS, KEPT_ANSWER_CHARACTERS } from '../defaults.ts'
import type { SaidJudgement } from '../exchange.ts'
import { graverFirst } from '../exchange.ts'
import { passedHeaders } from '../forward.ts'
import { triedLater } from '../guard-failure.ts'
import { keptContexts } from './kept-contexts.ts'
import { actionOf } from '../policy/policy.ts'
import type { Json, TextDelta } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'
import { askPerson } from '../question/ask-person.ts'
import type { Decision } from '../question/questions.ts'
import { REFUSALS } from '../refusals.ts'
import { isTaintLifted, saidByModel } from './said-by-model.ts'
import { EventReader, EventTooLong, holdsUnread } from './sse.ts'
import type { StreamEvent } from './sse.ts'
import { actsOutside, judgeCalls } from '../taint.ts'
import { TokenUsage } from './token-usage.ts'
import { unreadable } from '../request/unreadable.ts'
import { writeOn } from './write-on.ts'

/** A stream as it comes. */
type Streamed = Pick<IncomingMessage, 'statusCode' | 'headers'> & AsyncIterable<unknown> & { destroy(): unknown }

/**
 * Passes a stream of events on, as far as it is judged. Where a person has to be asked it waits, and comments keep it open; where it has to be stopped, the
 * rest is withheld and the stream ends as its protocol ends one.
 */
export async function relayStream(upstream: Streamed, response: ServerResponse, work: AnswerWork): Promise<Answered> {
  const { application, policy, protocol, contexts, placeholders, used, suspects, exchange, keep, isKept, desk, failed, language, hidesUsage, gone } = work
  const stream = new AnswerStream(protocol, contexts, { actionOf: finding => actionOf(policy, finding), placeholders })
  const reader = new EventReader()
  const judgements: SaidJudgement[] = []
  const tools: string[] = []
  const usage = new TokenUsage()
  const ids = new Set<string>()
  /** Calls by their names: some are told of when they begin, when they are whole, and at the end. */
  const toldCalls = new Set<string>()
  const count = new TokenCount(exchange.tokenLimit)
  /** The last event that said what the answer is called. */
  let named: Json = {}
  let text = ''
  let decision: Decision | null = null
  /** The guard failed, and the application wants what cannot be judged. */
  let isUnjudged = false
  response.writeHead(upstream.statusCode ?? 502, passedHeaders(upstream.headers))
  response.flushHeaders()
  const relayed = (outcome: Answered['outcome'], finish: () => void): Answered =>
    ({ outcome, judgements, parts: [{ origin: 'assistant', text }], tools, usage, tokens: count.used, ids: [...ids], decision, finish })
  const send = (passed: string): Promise<void> => writeOn(response, passed)
  const withheld = (reason: GuardReason): Answered => {
    upstream.destroy()
    return relayed('withheld', () => response.end(protocol.endOfStream(`noroshi: ${reason[language]}`, stream.told)))
  }
  /** What came within the limit is passed on. */
  const cut = async (): Promise<Answered> => {
    upstream.destroy()
    return await pass(() => stream.end(), null) ?? relayed('cut', () => response.end(protocol.endAtLimit(stream.told, count.used)))
  }
  /** Null: a person allowed it. */
  const held = async (asked: readonly SaidJudgement[]): Promise<Answered | null> => {
    const comments = setInterval(() => response.write(': a person is asked\n\n'), HOLD_COMMENT_MS)
    try {
      const outcome = await askPerson(desk, exchange, policy, { about: 'answer', judgements: asked, parts: [{ origin: 'assistant', text }], tools, gone })
      decision = outcome.decision
      return outcome.isAllowed ? null : withheld(outcome.words)
    } finally {
      clearInterval(comments)
    }
  }
  /** Null: go on. */
  const pass = async (step: () => Steps<Passed>, event: StreamEvent | null): Promise<Answered | null> => {
    if (isUnjudged) {
      await send(stream.unjudged(event))
      return null
    }
    const look = await triedLater(() => exchange.judgingInTurns(step()))
    if (look.isFailed) {
      const failure = failed(look.cause, 'assistant')
      judgements.push(failure)
      if (failure.verdict === 'block') return withheld(failure.reason)
      isUnjudged = true
      await send(stream.unjudged(event))
      return null
    }
    const passed = look.done
    const said = passed.found.map(each => saidByModel(each, policy, exchange.lifting)).filter(({ verdict }) => verdict !== 'allow')
    judgements.push(...said)
    await send(passed.text)
    if (passed.stopped !== null) return withheld(passed.stopped.reason)
    if (passed.held.length === 0) return null
    const stopped = await held(said)
    if (stopped === null) await send(stream.release())
    return stopped
  }
  /** What was said before calls is none of the matter of what speaks against them. Null: go on. */
  const against = async (calls: readonly SaidJudgement[]): Promise<Answered | null> => {
    const [gravest] = calls
    if (gravest?.verdict !== 'block' && gravest?.verdict !== 'ask') return null
    return await pass(() => stream.end(), null) ?? (gravest.verdict === 'block' ? withheld(gravest.reason) : held(calls))
  }
  const take = async (event: StreamEvent): Promise<Answered | null> => {
    if (event.data !== null) {
      usage.read(event.data)
      const names = idsIn(event.data)
      for (const id of names) ids.add(id)
      if (names.length > 0) named = event.data
      const { response: kept } = event.data
      if (isKept && isJson(kept) && 'instructions' in kept) stream.holdAgainst(keptContexts(kept, work))
      if (hidesUsage && isOnlyUsage(event.data)) return null
      const added = protocol.deltas(event.data)
      if (addsToAnswer(event.data) && added.some(delta => count.add(delta.text) < delta.text.length)) return cut()
      text = appended(text, added)
      const begun = protocol.begunTools(event.data).filter(({ name, call }) => call === undefined || !toldCalls.has(`${name} ${call}`))
      for (const { name, call } of begun) if (call !== undefined) toldCalls.add(`${name} ${call}`)
      for (const { name, channel } of begun) if (actsOutside(name, application.tools)) stream.actsOutside(channel)
      const called = begun.map(({ name }) => name)
      const before = tools.length
      tools.push(...called)
      if (called.length + names.length > 0) keep(named, tools)
      const said = called.length === 0 ? [] : judgeCalls(called, { used: [...used, ...tools.slice(0, before)], suspects, application, isLifted: isTaintLifted(exchange.lifting) }).map(each => saidByModel(each, policy, exchange.lifting))
        .filter(({ verdict }) => verdict !== 'allow').sort(graverFirst)
      judgements.push(...said)
      const stopped = await against(said)
      if (stopped !== null) return stopped
    } else if (holdsUnread(event)) {
      const unread = unreadable(REFUSALS.unknownAnswer, application.unreadable, 'assistant')
      if (!judgements.some(({ kind }) => kind === unread.kind)) judgements.push(unread)
      if (unread.verdict === 'block') return withheld(unread.reason)
    }
    return pass(() => stream.push(event), event)
  }
  try {
    for await (const block of upstream as AsyncIterable<Buffer>) {
      for (const event of reader.push(block)) {
        const stopped = await take(event)
        if (stopped !== null) return stopped
      }
    }
    const last = reader.end()
    const stopped = (last === null ? null : await take(last)) ?? await pass(() => stream.end(), null)
    return stopped ?? relayed('passed', () => response.end())
  } catch (cause) {
    if (response.destroyed) return relayed('gone', () => {})
    if (cause instanceof EventTooLong) {
      judgements.push(unreadable(REFUSALS.largeAnswer, 'refuse', 'assistant'))
      return withheld(REFUSALS.largeAnswer)
    }
    // What came of it is judged and passed on, and then it breaks here as it broke there.
    return await pass(() => stream.end(), null) ?? relayed('broken', () => response.destroy())
  }
}

/** The last of what was said, for the record. */
function appended(text: string, deltas: readonly Pick<TextDelta, 'text'>[]): string {
  const added = deltas.map(delta => delta.text).join('')
  return added === '' ? text : (text + added).slice(-KEPT_ANSWER_CHARACTERS)
}
