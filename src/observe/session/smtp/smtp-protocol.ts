import { MAX_RECIPIENTS, MAX_WAITING } from '../defaults.ts'
import type { Flow, Side } from '../flow.ts'
import { HeldLines } from '../held-lines.ts'
import { ReplyLines } from '../reply-lines.ts'
import { sessionEvent } from '../session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from '../stream-protocol.ts'
import { MailHeaders } from './mail-headers.ts'

/** What a client of SMTP says first (RFC 5321, section 4.1.1.1), or one of LMTP (RFC 2033). */
const GREETING = /^(?:EHLO|HELO|LHLO)[ \r\n]/i

/** Whether bytes are the first command of a client. */
export function startsSmtp(bytes: Uint8Array): boolean {
  return GREETING.test(Buffer.from(bytes.subarray(0, 5)).toString('latin1'))
}

interface Envelope {
  readonly time: number
  readonly from: string
  readonly to: string[]
  readonly headers: MailHeaders
}

/** SMTP → one event `smtp` for each message, and one for a session without any. Its content is passed over. */
export class SmtpProtocol implements StreamProtocol {
  readonly service = 'smtp'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #client: Side
  readonly #lines: readonly [HeldLines, HeldLines]
  readonly #replies = new ReplyLines()
  /** Commands that wait for their answer. */
  readonly #waiting: string[] = []
  #state: 'commands' | 'message' | 'chunk' = 'commands'
  /** Bytes left of a chunk (RFC 3030). */
  #chunkLeft = 0
  #helo: string | undefined
  #envelope: Envelope | null = null
  #lastReply: string | undefined
  #time = Number.NaN
  #depth = 0
  #switched = false

  constructor(flow: Flow, context: SessionContext, client: Side) {
    this.#flow = flow
    this.#context = context
    this.#client = client
    this.#lines = [new HeldLines(context.budget), new HeldLines(context.budget)]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    this.#time = time
    if (side !== this.#client) return this.#take(side, bytes, line => this.#reply(line))
    let rest = bytes
    while (rest.length > 0) {
      if (this.#state === 'chunk') {
        const passed = Math.min(this.#chunkLeft, rest.length)
        this.#chunkLeft -= passed
        rest = rest.subarray(passed)
        if (this.#chunkLeft === 0) this.#state = 'commands'
        continue
      }
      const left = this.#lines[side].accept(rest, line => this.#clientLine(line))
      if (left === undefined) return 'done'
      if (left === null) return 'goes-on'
      rest = left
    }
    return 'goes-on'
  }

  /** A hole in a message hides nothing but its text; anywhere else commands and answers no longer fit. */
  gap(side: Side, bytes: number): Progress {
    if (side !== this.#client || this.#state === 'commands') return 'done'
    if (this.#state === 'chunk') {
      if (bytes > this.#chunkLeft) return 'done'
      this.#chunkLeft -= bytes
    }
    return 'goes-on'
  }

  end(): void {
    for (const lines of this.#lines) lines.drop()
    if (this.#envelope !== null) this.#tell()
    else if (this.#depth === 0 && this.#helo !== undefined) this.#tell()
  }

  #take(side: Side, bytes: Uint8Array, take: (line: string) => 'lines' | 'stop'): Progress {
    const left = this.#lines[side].accept(bytes, take)
    if (this.#switched) return 'switched'
    return left === undefined ? 'done' : 'goes-on'
  }

  #clientLine(line: string): 'lines' | 'stop' {
    if (this.#state === 'message') {
      if (line === '.') this.#state = 'commands'
      else this.#envelope?.headers.accept(line)
      if (line === '.') this.#await('.')
      return 'lines'
    }
    const [verb = '', ...words] = line.trim().split(/\s+/)
    const command = verb.toUpperCase()
    this.#command(command, words.join(' '))
    if (command !== 'BDAT') return 'lines'
    this.#chunkLeft = Math.min(Number.MAX_SAFE_INTEGER, Number(/^\d{1,15}/.exec(words[0] ?? '')?.[0] ?? 0))
    if (this.#chunkLeft > 0) this.#state = 'chunk'
    return 'stop'
  }

  #command(command: string, rest: string): void {
    if (command === 'EHLO' || command === 'HELO' || command === 'LHLO') this.#helo = rest
    else if (command === 'MAIL') {
      if (this.#envelope !== null) this.#tell()
      this.#envelope = { time: this.#time, from: pathOf(rest), to: [], headers: new MailHeaders() }
    } else if (command === 'RCPT') {
      if (this.#envelope !== null && this.#envelope.to.length < MAX_RECIPIENTS) this.#envelope.to.push(pathOf(rest))
    } else if (command === 'DATA') this.#state = 'message'
    this.#await(command === 'BDAT' && /\blast$/i.test(rest) ? '.' : command)
  }

  #await(command: string): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(command)
  }

  #reply(line: string): 'lines' | 'stop' {
    const reply = this.#replies.accept(line)
    if (reply === null) return 'lines'
    const { code, text } = reply
    this.#lastReply = `${code} ${text}`
    // The greeting answers nothing.
    if (code === 220 && this.#waiting[0] !== 'STARTTLS') return 'lines'
    const command = this.#waiting[0]
    this.#waiting.shift()
    if (command === 'STARTTLS' && code === 220) {
      this.#switched = true
      return 'stop'
    }
    if (command === 'DATA' && code !== 354 && this.#state === 'message') this.#state = 'commands'
    if ((command === '.' || command === 'RSET') && this.#envelope !== null) this.#tell()
    return 'lines'
  }

  #tell(): void {
    const envelope = this.#envelope
    this.#envelope = null
    this.#context.emit(sessionEvent(this.#flow, 'smtp', envelope?.time ?? this.#time, {
      trans_depth: ++this.#depth,
      helo: this.#helo,
      mailfrom: envelope?.from,
      rcptto: envelope === null || envelope.to.length === 0 ? undefined : envelope.to,
      ...envelope?.headers.fields(),
      last_reply: this.#lastReply,
      tls: this.#switched,
    }))
  }
}

/** `FROM:<a@b> SIZE=1` → `a@b`. */
function pathOf(argument: string): string {
  const path = argument.replace(/^(?:from|to)\s*:\s*/i, '')
  return /^<([^>]*)>/.exec(path)?.[1] ?? path.split(/\s/, 1)[0] ?? ''
}
