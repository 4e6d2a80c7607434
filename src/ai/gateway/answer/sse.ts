import { StringDecoder } from 'node:string_decoder'
import { MOST_EVENT_CHARACTERS } from '../defaults.ts'
import type { Json } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'

/** One event of a stream of server-sent events (WHATWG HTML, 9.2), as it came, with its end. */
export interface StreamEvent {
  readonly raw: string
  /** What its `data` holds, where that is an object. */
  readonly data: Json | null
}

const BYTE_ORDER_MARK = '\ufeff'

/** Cuts a stream into its events, whatever the pieces it comes in. Each character is looked at once: who sends a long event in tiny pieces may want more. */
export class EventReader {
  readonly #decoder = new StringDecoder('utf8')
  /** What has come of an event, and how much that is. */
  #pieces: string[] = []
  #length = 0
  #isBegun = false

  /** @throws EventTooLong */
  push(bytes: Buffer): StreamEvent[] {
    let text = this.#decoder.write(bytes)
    if (!this.#isBegun && text !== '') {
      this.#isBegun = true
      // A reader of streams passes over it (9.2.5), so it may hide no line.
      if (text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1)
    }
    const events: StreamEvent[] = []
    // The end of an event may have begun before.
    const before = this.#tail()
    let from = 0
    for (const end of (before + text).matchAll(/(?:\r\n|\n|\r(?!\n)){2}/g)) {
      const to = end.index + end[0].length - before.length
      if (to <= from) continue
      events.push(eventOf(this.#taken() + text.slice(from, to)))
      from = to
    }
    if (from < text.length) this.#pieces.push(text.slice(from))
    this.#length += text.length - from
    if (this.#length > MOST_EVENT_CHARACTERS) throw new EventTooLong(`an event of the stream is longer than ${MOST_EVENT_CHARACTERS} characters`)
    return events
  }

  /** What came behind the last whole event. */
  end(): StreamEvent | null {
    const rest = this.#taken() + this.#decoder.end()
    return rest === '' ? null : eventOf(rest)
  }

  #taken(): string {
    const taken = this.#pieces.join('')
    this.#pieces = []
    this.#length = 0
    return taken
  }

  /** What may be the first signs of an end, which has four at most. */
  #tail(): string {
    let tail = ''
    for (let at = this.#pieces.length - 1; at >= 0 && tail.length < 3; at--) tail = this.#pieces[at]!.slice(-3) + tail
    return tail.slice(-3)
  }
}

/** An event that is not taken apart. */
export class EventTooLong extends RangeError {}

/** The same event with other data. */
export function withData(raw: string, data: Json): string {
  let written = false
  return raw.split(/\r\n|\n|\r/).flatMap(line => {
    if (!isData(line)) return [line]
    if (written) return []
    written = true
    return [`data: ${JSON.stringify(data)}`]
  }).join('\n')
}

/** Whether an event holds anything that was not read: lines that are none of a stream's, or data that is neither an object nor the sign of the end. */
export function holdsUnread({ raw, data }: StreamEvent): boolean {
  return data === null && raw.split(/\r\n|\n|\r/).some(line => isData(line) ? !/^data:?\s*(?:\[DONE\]\s*)?$/.test(line) : !/^(?:$|:|(?:event|id|retry)(?:$|:))/.test(line))
}

/** Whether an event only keeps a stream open: comments, and Anthropic's pings. */
export function isKeepingOpen({ raw, data }: StreamEvent): boolean {
  return data === null ? raw.split(/\r\n|\n|\r/).every(line => line === '' || line.startsWith(':')) : data['type'] === 'ping' && Object.keys(data).length === 1
}

/** Whether bytes are such a stream, whatever they are called: its readers pass over what stands before the first line of data. */
export function looksLikeEvents(bytes: Buffer): boolean {
  return /^\ufeff?data:/m.test(bytes.toString('utf8'))
}

function eventOf(raw: string): StreamEvent {
  const data = raw.split(/\r\n|\n|\r/).flatMap(line => isData(line) ? [line.slice(5).replace(/^ /, '')] : []).join('\n')
  if (!data.trimStart().startsWith('{')) return { raw, data: null }
  try {
    const parsed: unknown = JSON.parse(data)
    return { raw, data: isJson(parsed) ? parsed : null }
  } catch {
    return { raw, data: null }
  }
}

/** `data` alone is a line of data, too: an empty one. */
function isData(line: string): boolean {
  return line.startsWith('data:') || line === 'data'
}
