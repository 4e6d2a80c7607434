import type { IncomingMessage, ServerResponse } from 'node:http'
import { addsToAnswer, TokenCount } from './answer-limit.ts'
import type { Answered, AnswerWork } from './answered.ts'
import { isOnlyUsage } from './ask-usage.ts'
import { MOST_BODY_BYTES } from '../defaults.ts'
import { passedHeaders } from '../forward.ts'
import { tried } from '../guard-failure.ts'
import type { Json } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'
import { EventReader } from './sse.ts'
import type { StreamEvent } from './sse.ts'
import { TokenUsage } from './token-usage.ts'
import { writeOn } from './write-on.ts'

/** Passes an answer on that nobody wants judged, as it comes: only what it cost is read in it. */
export async function passUnjudged(upstream: IncomingMessage, response: ServerResponse, { protocol, hidesUsage }: AnswerWork): Promise<Answered> {
  const usage = new TokenUsage()
  const count = new TokenCount(null)
  const outcome = await pass()
  return {
    outcome, judgements: [], parts: [], tools: [], usage, tokens: count.used, ids: [], decision: null,
    finish: () => void (outcome === 'passed' ? response.end() : response.destroy()),
  }

  async function pass(): Promise<'passed' | 'broken' | 'gone'> {
    response.writeHead(upstream.statusCode ?? 502, passedHeaders(upstream.headers))
    response.flushHeaders()
    const read = /^text\/event-stream\b/i.test(upstream.headers['content-type'] ?? '') ? eventsOf() : wholeOf()
    try {
      for await (const block of upstream as AsyncIterable<Buffer>) {
        await writeOn(response, read(block))
      }
      await writeOn(response, read(null))
      return response.destroyed ? 'gone' : 'passed'
    } catch {
      return response.destroyed ? 'gone' : 'broken'
    }
  }

  function eventsOf(): (block: Buffer | null) => Buffer | string {
    const reader = new EventReader()
    let isRead = true
    return block => {
      const look = tried(() => isRead ? eventsIn(reader, block) : [])
      if (look.isFailed) {
        if (hidesUsage) throw look.cause
        isRead = false
      }
      const events = look.isFailed ? [] : look.done
      for (const { data } of events) {
        if (data === null) continue
        usage.read(data)
        if (addsToAnswer(data)) for (const { text } of protocol.deltas(data)) count.add(text)
      }
      return hidesUsage ? events.filter(({ data }) => data === null || !isOnlyUsage(data)).map(({ raw }) => raw).join('') : block ?? ''
    }
  }

  function wholeOf(): (block: Buffer | null) => Buffer | string {
    const blocks: Buffer[] = []
    let bytes = 0
    return block => {
      if (block !== null) {
        bytes += block.length
        if (bytes <= MOST_BODY_BYTES) blocks.push(block)
        return block
      }
      const json = bytes <= MOST_BODY_BYTES ? parsed(Buffer.concat(blocks)) : null
      if (json === null) return ''
      usage.read(json)
      for (const { text } of protocol.answerParts(json)) count.add(text)
      return ''
    }
  }
}

function eventsIn(reader: EventReader, block: Buffer | null): readonly StreamEvent[] {
  if (block !== null) return reader.push(block)
  const last = reader.end()
  return last === null ? [] : [last]
}

function parsed(body: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isJson(value) ? value : null
  } catch {
    return null
  }
}
