import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { ANSWER_LINES, ANSWER_MS, LINE_BYTES } from './defaults.ts'
import type { ImapLine } from './imap-value.ts'
import { SocketReader } from './socket-reader.ts'

/** Which mail server, and how. */
export interface ImapServer {
  readonly host: string
  readonly port: number
  /** `none`: in the clear. */
  readonly security: 'tls' | 'starttls' | 'none'
  /** Path of authorities in PEM; undefined: those of the system. */
  readonly authority?: string | undefined
  /** Bytes of one literal: of one mail. */
  readonly literalBytes: number
}

/** What a server answered to a command. */
export interface ImapAnswer {
  /** The text behind OK, NO or BAD. */
  readonly said: string
  readonly isOk: boolean
  readonly lines: readonly ImapLine[]
}

/** A connection to an IMAP server (RFC 3501, 9051): commands one after another, with bounds on all that comes back. */
export class ImapConnection {
  #socket: Socket
  #reader: SocketReader
  readonly #server: ImapServer
  #tag = 0
  /** What the server greeted with. */
  readonly greeting: string

  /** Settles when it has greeted, over TLS unless it is to be in the clear. @throws Error with the reason for people; the signal's reason */
  static async open(server: ImapServer, signal: AbortSignal): Promise<ImapConnection> {
    const socket = await connected(server)
    const abort = () => socket.destroy()
    signal.addEventListener('abort', abort, { once: true })
    socket.once('close', () => signal.removeEventListener('abort', abort))
    const reader = new SocketReader(socket)
    try {
      signal.throwIfAborted()
      const greeting = (await reader.line(LINE_BYTES)).toString('latin1')
      if (!/^\* (?:OK|PREAUTH)\b/i.test(greeting)) throw new Error(`the server refuses: ${greeting}`)
      const connection = new ImapConnection(server, socket, reader, greeting)
      if (server.security === 'starttls') await connection.#startTls()
      return connection
    } catch (cause) {
      socket.destroy()
      throw cause
    }
  }

  private constructor(server: ImapServer, socket: Socket, reader: SocketReader, greeting: string) {
    this.#server = server
    this.#socket = socket
    this.#reader = reader
    this.greeting = greeting
  }

  /**
   * Sends a command and gathers the answer.
   *
   * @param text without tag and line end
   * @param onContinue what is sent when the server asks for more (`+`), once
   * @throws Error when the connection or what comes over it is broken; a refusal is an answer
   */
  async command(text: string, onContinue: string | null = null): Promise<ImapAnswer> {
    const tag = `n${++this.#tag}`
    this.#send(`${tag} ${text}`)
    const lines: ImapLine[] = []
    let rest = onContinue
    for (let count = 1; ; count++) {
      if (count > ANSWER_LINES) throw new Error(`the server answered with more than ${ANSWER_LINES} lines`)
      const line = await this.#line()
      const [first] = line
      const start = typeof first === 'string' ? first : ''
      if (start.startsWith('+')) {
        this.#send(rest ?? '*')
        rest = null
      } else if (start.startsWith(`${tag} `)) {
        const [, status = '', said = ''] = /^\S+ (\S+) ?([^]*)$/.exec(start) ?? []
        return { isOk: status.toUpperCase() === 'OK', said, lines }
      } else if (/^\* BYE\b/i.test(start) && !/^LOGOUT/i.test(text)) throw new Error(`the server ends: ${start.slice(2)}`)
      else lines.push(line)
    }
  }

  /** Waits until the server tells of a change, or for so long (RFC 2177). @throws Error */
  async idle(milliseconds: number): Promise<void> {
    const tag = `n${++this.#tag}`
    this.#send(`${tag} IDLE`)
    this.#socket.setTimeout(milliseconds + ANSWER_MS)
    let done: NodeJS.Timeout | null = null
    let isNews = false
    const end = () => {
      if (done === null) return
      clearTimeout(done)
      done = null
      this.#send('DONE')
    }
    try {
      for (;;) {
        const [first] = await this.#line()
        const start = typeof first === 'string' ? first : ''
        if (start.startsWith('+')) done = setTimeout(end, isNews ? 0 : milliseconds)
        else if (start.startsWith(`${tag} `)) return
        else if (/^\* BYE\b/i.test(start)) throw new Error(`the server ends: ${start.slice(2)}`)
        else if (/^\* \d+ (?:EXISTS|RECENT)\b/i.test(start)) {
          isNews = true
          end()
        }
      }
    } finally {
      if (done !== null) clearTimeout(done)
      this.#socket.setTimeout(ANSWER_MS)
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  /** A line with the literals in it (RFC 9051 §4.3). @throws Error */
  async #line(): Promise<ImapLine> {
    const line: (string | Buffer)[] = []
    for (let bytes = 0; ;) {
      const text = (await this.#reader.line(LINE_BYTES)).toString('latin1')
      const count = /\{(\d{1,12})\+?\}$/.exec(text)?.[1]
      if (count === undefined) return [...line, text]
      bytes += Number(count)
      if (bytes > this.#server.literalBytes) throw new Error(`the server sent ${count} bytes at once: more than ${this.#server.literalBytes}`)
      line.push(text.slice(0, text.lastIndexOf('{')), await this.#reader.bytes(Number(count)))
    }
  }

  #send(text: string): void {
    this.#socket.write(`${text}\r\n`)
  }

  /** @throws Error when the server does not, or has sent something in the clear that would be taken for said over TLS */
  async #startTls(): Promise<void> {
    const { isOk, said } = await this.command('STARTTLS')
    if (!isOk) throw new Error(`the server does not change to TLS: ${said}`)
    if (this.#reader.held > 0) throw new Error('the server sent more in the clear than it should: somebody may stand between')
    this.#reader.detach()
    this.#socket.setTimeout(0)
    this.#socket = await secured(this.#server, this.#socket)
    this.#reader = new SocketReader(this.#socket)
  }
}

async function connected(server: ImapServer): Promise<Socket> {
  if (server.security === 'tls') return secured(server, null)
  const socket = connectPlain({ host: server.host, port: server.port })
  return opened(socket, 'connect')
}

function secured({ host, port, authority }: ImapServer, socket: Socket | null): Promise<Socket> {
  return opened(connectTls({
    ...(socket === null ? { host, port } : { socket }), ...(isIP(host) === 0 ? { servername: host } : {}), minVersion: 'TLSv1.2', ...(authority === undefined ? {} : { ca: readFileSync(authority) }),
    // Over a socket that is there the name to be checked is not known otherwise.
    ...(socket === null ? {} : { host }),
  }), 'secureConnect')
}

/** @throws Error with the reason */
function opened(socket: Socket, ready: string): Promise<Socket> {
  socket.setTimeout(ANSWER_MS)
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      socket.destroy()
      reject(cause)
    }
    const late = () => fail(new Error('the server does not answer'))
    socket.once('error', fail)
    socket.once('timeout', late)
    socket.once(ready, () => {
      socket.off('error', fail)
      socket.off('timeout', late)
      socket.pause()
      resolve(socket)
    })
  })
}
