import { randomBytes } from 'node:crypto'
import {
  STREAM_BACKLOG_BYTES, STREAM_HEARTBEAT_MS, STREAM_KEPT, STREAM_KEPT_BYTES, STREAM_LIFE_MS, STREAM_LISTENERS, STREAM_RETRY_MS,
} from './defaults.ts'

/** What the server tells those who listen. */
export const STREAM_EVENTS = ['job', 'cases', 'decision', 'status', 'reset'] as const

export type StreamEvent = typeof STREAM_EVENTS[number]

interface Message {
  readonly number: number
  readonly organisation: string
  readonly bytes: Uint8Array
}

/** Whose messages somebody hears. */
export interface ListenOptions {
  readonly organisation: string
  /** `Last-Event-ID`: the last message heard before the connection broke. */
  readonly after: string | undefined
  /** Aborted when the other end is gone. */
  readonly signal: AbortSignal
}

/**
 * Server-sent events (HTML Living Standard, §9.2) to many listeners. A message is made once, whoever hears it; the last ones are kept for those
 * who come again. A listener that reads too slowly is dropped rather than waited for: it comes again, and hears what it missed.
 */
export class StreamHub {
  /** Ids of another start mean nothing to this one. */
  readonly #start = randomBytes(4).toString('hex')
  readonly #kept: Message[] = []
  #keptBytes = 0
  #number = 0
  readonly #listeners = new Set<Listener>()
  #heartbeat: NodeJS.Timeout | undefined

  /** Tells everybody of an organisation. Cost: one text, and a pointer per listener. */
  publish(organisation: string, event: StreamEvent, data: unknown): void {
    const number = ++this.#number
    const message = { number, organisation, bytes: encode(`${this.#start}-${number}`, event, data) }
    this.#kept.push(message)
    this.#keptBytes += message.bytes.length
    while (this.#kept.length > STREAM_KEPT || this.#keptBytes > STREAM_KEPT_BYTES) this.#keptBytes -= this.#kept.shift()!.bytes.length
    for (const listener of this.#listeners) if (listener.organisation === organisation) listener.send(message.bytes)
  }

  /** The messages from now on, after those that were missed; `reset` first where they are not known any more. Null when there are too many listeners. */
  listen({ organisation, after, signal }: ListenOptions): ReadableStream<Uint8Array> | null {
    if (this.#listeners.size >= STREAM_LISTENERS) return null
    const missed = this.#missed(after)
    let listener: Listener
    return new ReadableStream<Uint8Array>({
      start: controller => {
        listener = new Listener(organisation, controller, () => this.#leave(listener))
        this.#enter(listener, signal)
        listener.send(HELLO)
        if (missed === null) listener.send(encode(`${this.#start}-${this.#number}`, 'reset', {}))
        else for (const message of missed) if (message.organisation === organisation) listener.send(message.bytes)
      },
      cancel: () => listener.end(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: STREAM_BACKLOG_BYTES }))
  }

  get listeners(): number {
    return this.#listeners.size
  }

  close(): void {
    for (const listener of this.#listeners) listener.end()
    clearInterval(this.#heartbeat)
  }

  /** Null when some of them are forgotten. */
  #missed(after: string | undefined): readonly Message[] | null {
    if (after === undefined || after === '') return []
    const [start, text] = after.split('-')
    const number = Number(text)
    if (start !== this.#start || !Number.isInteger(number) || number > this.#number) return null
    const oldest = this.#kept[0]?.number ?? this.#number + 1
    if (number < oldest - 1) return null
    return this.#kept.slice(number - oldest + 1)
  }

  #enter(listener: Listener, signal: AbortSignal): void {
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => listener.end(), { once: true })
    if (signal.aborted) listener.end()
    this.#heartbeat ??= setInterval(() => {
      for (const each of this.#listeners) each.send(HEARTBEAT)
    }, STREAM_HEARTBEAT_MS).unref()
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
  }
}

/** One connection. */
class Listener {
  readonly organisation: string
  readonly #controller: ReadableStreamDefaultController<Uint8Array>
  readonly #leave: () => void
  readonly #life: NodeJS.Timeout
  #ended = false

  constructor(organisation: string, controller: ReadableStreamDefaultController<Uint8Array>, leave: () => void) {
    this.organisation = organisation
    this.#controller = controller
    this.#leave = leave
    this.#life = setTimeout(() => this.end(), STREAM_LIFE_MS).unref()
  }

  send(bytes: Uint8Array): void {
    if (this.#ended) return
    // What waits is more than it may be.
    if ((this.#controller.desiredSize ?? 0) < bytes.length) return this.end()
    this.#controller.enqueue(bytes)
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#life)
    this.#leave()
    try {
      this.#controller.close()
    } catch {
      // Cancelled by the other end a moment ago.
    }
  }
}

const text = new TextEncoder()
const HELLO = text.encode(`retry: ${STREAM_RETRY_MS}\n\n`)
const HEARTBEAT = text.encode(': still here\n\n')

function encode(id: string, event: StreamEvent, data: unknown): Uint8Array {
  return text.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
