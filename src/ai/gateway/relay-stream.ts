import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnswerContexts } from './answer-context.ts'
import { AnswerStream } from './answer-stream.ts'
import type { Application } from './application.ts'
import type { AuditRecord } from './audit.ts'
import type { Exchange, SaidJudgement } from './exchange.ts'
import { passedHeaders } from './forward.ts'
import type { Json, Protocol } from './protocol/protocol.ts'
import { isTaintLifted, saidByModel } from './said-by-model.ts'
import { EventReader } from './sse.ts'
import type { StreamEvent } from './sse.ts'
import { actsOutside, taintOf } from './taint.ts'

/** What came of a stream. */
export interface Relayed {
  readonly outcome: AuditRecord['outcome']
  readonly judgements: readonly SaidJudgement[]
  readonly tokens: number | null
  readonly tools: readonly string[]
  readonly text: string
  /** Ends the answer as the upstream ended its own; called when it is written down. */
  finish(): void
}

export interface RelayParts {
  readonly application: Application
  readonly protocol: Protocol
  readonly contexts: AnswerContexts
  readonly used: readonly string[]
  readonly exchange: Exchange
}

/** Passes a stream of events on, as far as it is judged; where it has to be stopped, the rest is withheld and the stream ends as its protocol ends one. */
export async function relayStream(upstream: IncomingMessage, response: ServerResponse, { application, protocol, contexts, used, exchange }: RelayParts): Promise<Relayed> {
  const stream = new AnswerStream(protocol, contexts, { isStopping: application.policy !== 'monitor' })
  const reader = new EventReader()
  const judgements: SaidJudgement[] = []
  const tools: string[] = []
  let tokens: number | null = null
  let text = ''
  response.writeHead(upstream.statusCode ?? 502, passedHeaders(upstream.headers))
  response.flushHeaders()
  const relayed = (outcome: AuditRecord['outcome'], finish: () => void): Relayed => ({ outcome, judgements, tokens, tools, text, finish })

  /** Null: go on. */
  const pass = async (work: () => ReturnType<AnswerStream['push']>): Promise<Relayed | null> => {
    const { text: passed, found, stopped } = exchange.judging(work)
    judgements.push(...found.map(each => saidByModel(each, exchange.lifting)))
    if (passed !== '' && !response.write(passed)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    return stopped === null ? null : withheld(stopped.reason.en)
  }
  const withheld = (reason: string): Relayed => {
    upstream.destroy()
    return relayed('withheld', () => response.end(protocol.endOfStream(`noroshi: ${reason}`)))
  }
  const take = async (event: StreamEvent): Promise<Relayed | null> => {
    if (event.data !== null) {
      tokens = protocol.tokens(event.data) ?? tokens
      text = appended(text, protocol, event.data)
      const begun = protocol.begunTools(event.data)
      for (const { name, channel } of begun) if (actsOutside(name, application.tools)) stream.actsOutside(channel)
      const names = begun.map(({ name }) => name)
      const taint = names.length === 0 ? null : taintOf([...used, ...tools], names, application.tools, isTaintLifted(exchange.lifting))
      tools.push(...names)
      if (taint !== null) {
        judgements.push(saidByModel(taint, exchange.lifting))
        if (taint.verdict === 'block' && application.policy !== 'monitor') return withheld(taint.reason.en)
      }
    }
    return pass(() => stream.push(event))
  }
  try {
    for await (const block of upstream as AsyncIterable<Buffer>) {
      for (const event of reader.push(block)) {
        const stopped = await take(event)
        if (stopped !== null) return stopped
      }
    }
    const last = reader.end()
    const stopped = (last === null ? null : await take(last)) ?? await pass(() => stream.end())
    return stopped ?? relayed('passed', () => response.end())
  } catch {
    if (response.destroyed) return relayed('gone', () => {})
    // What came of it is judged and passed on, and then it breaks here as it broke there.
    return await pass(() => stream.end()) ?? relayed('broken', () => response.destroy())
  }
}

/** The last of what was said, for the record. */
function appended(text: string, protocol: Protocol, data: Json): string {
  const added = protocol.deltas(data).map(delta => delta.text).join('')
  return added === '' ? text : (text + added).slice(-MOST_TEXT)
}

const MOST_TEXT = 8_000
