import { formatAddress } from '../../packet/format-address.ts'
import { MAX_WAITING } from '../defaults.ts'
import type { Flow, Side } from '../flow.ts'
import { HeldLines } from '../held-lines.ts'
import type { Reply } from '../reply-lines.ts'
import { ReplyLines } from '../reply-lines.ts'
import { sessionEvent } from '../session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from '../stream-protocol.ts'
import type { FtpEndpoint } from './ftp-endpoint.ts'
import { endpointOfBars, endpointOfNumbers } from './ftp-endpoint.ts'

/** What clients of FTP say first (RFC 959; RFC 4217 for AUTH; RFC 2389 for FEAT). */
const FIRST = /^(?:USER |AUTH (?:TLS|SSL)|FEAT|SYST|OPTS |HOST |ACCT )/i

/** Commands that are told, those of Zeek's `FTP::logged_commands`; the others only change what is known of the session. */
const TOLD: ReadonlySet<string> = new Set(['APPE', 'DELE', 'RETR', 'STOR', 'STOU', 'ACCT', 'PORT', 'PASV', 'EPRT', 'EPSV'])

/** Commands about a file: their argument is told as its address. */
const FILES: ReadonlySet<string> = new Set(['APPE', 'DELE', 'RETR', 'STOR', 'STOU'])

/** Users whose password is no secret, as in Zeek's `FTP::guest_ids`. */
const GUESTS: ReadonlySet<string> = new Set(['anonymous', 'ftp', 'ftpuser', 'guest'])

interface Command {
  readonly name: string
  readonly argument: string
  readonly time: number
}

/** Whether bytes are the first command of a client, to a server that has greeted with 220. */
export function startsFtp(bytes: Uint8Array): boolean {
  return FIRST.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1'))
}

/** The control connection of FTP → an event `ftp` for each command about files or data connections. */
export class FtpProtocol implements StreamProtocol {
  readonly service = 'ftp'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #client: Side
  readonly #lines: readonly [HeldLines, HeldLines]
  readonly #replies = new ReplyLines()
  readonly #waiting: Command[] = []
  #user: string | undefined
  #password: string | undefined
  #directory = '.'
  #fileSize: number | undefined
  #time = Number.NaN
  #switched = false

  constructor(flow: Flow, context: SessionContext, client: Side) {
    this.#flow = flow
    this.#context = context
    this.#client = client
    this.#lines = [new HeldLines(context.budget), new HeldLines(context.budget)]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    this.#time = time
    const left = this.#lines[side].accept(bytes, line => (side === this.#client ? this.#command(line) : this.#reply(line)))
    if (this.#switched) return 'switched'
    return left === undefined ? 'done' : 'goes-on'
  }

  /** What was asked and what was answered no longer fit. */
  gap(): Progress {
    return 'done'
  }

  end(): void {
    for (const lines of this.#lines) lines.drop()
    for (const command of this.#waiting.splice(0)) this.#tell(command, null)
  }

  #command(line: string): 'lines' {
    // Telnet's interrupts may stand before ABOR.
    const [, name = '', argument = ''] = /^[\xf0-\xff]*([A-Za-z]{3,5})(?: (.*))?$/s.exec(line) ?? []
    if (name !== '' && this.#waiting.length < MAX_WAITING) this.#waiting.push({ name: name.toUpperCase(), argument, time: this.#time })
    return 'lines'
  }

  #reply(line: string): 'lines' | 'stop' {
    const reply = this.#replies.accept(line)
    if (reply === null) return 'lines'
    const size = /\((\d{1,15}) bytes?\b/i.exec(reply.text)?.[1]
    if (reply.code < 200) {
      if (size !== undefined) this.#fileSize = Number(size)
      return 'lines'
    }
    const command = this.#waiting.shift()
    if (command === undefined) return 'lines'
    this.#learn(command, reply)
    this.#tell(command, reply)
    return this.#switched ? 'stop' : 'lines'
  }

  /** What a command that was obeyed changes. */
  #learn({ name, argument }: Command, { code, text }: Reply): void {
    if (name === 'USER') {
      this.#user = argument
      this.#password = undefined
    } else if (name === 'PASS') this.#password = GUESTS.has(this.#user?.toLowerCase() ?? '') ? argument : '<hidden>'
    else if (code < 200 || code >= 300) return
    else if (name === 'AUTH') this.#switched = true
    else if (name === 'CWD' || name === 'XCWD') this.#directory = within(this.#directory, argument)
    else if (name === 'CDUP' || name === 'XCUP') this.#directory = within(this.#directory, '..')
    else if (name === 'PWD' || name === 'XPWD') this.#directory = /"([^"]*)"/.exec(text)?.[1] ?? this.#directory
    else if (name === 'SIZE') this.#fileSize = /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
  }

  #tell({ name, argument, time }: Command, reply: Reply | null): void {
    if (!TOLD.has(name)) return
    const isFile = FILES.has(name)
    const channel = this.#channel(name, argument, reply)
    this.#context.emit(sessionEvent(this.#flow, 'ftp', time, {
      'user': this.#user ?? '<unknown>',
      'password': this.#password,
      'command': name,
      'arg': isFile ? `ftp://${hostOf(this.#addressOf(this.#server))}/${within(this.#directory, argument).replace(/^\//, '')}` : argument === '' ? undefined : argument,
      'file_size': isFile ? this.#fileSize : undefined,
      'reply_code': reply?.code,
      'reply_msg': reply?.text,
      'data_channel.passive': channel?.passive,
      'data_channel.orig_h': channel?.from,
      'data_channel.resp_h': channel?.to.address,
      'data_channel.resp_p': channel?.to.port,
    }))
    if (isFile) this.#fileSize = undefined
  }

  /** The data connection that was agreed on: who opens it, and where to. */
  #channel(name: string, argument: string, reply: Reply | null): { readonly passive: boolean, readonly from: string, readonly to: FtpEndpoint } | null {
    const server = this.#addressOf(this.#server)
    const client = this.#addressOf(this.#client)
    const to = name === 'PORT' ? endpointOfNumbers(argument)
      : name === 'EPRT' ? endpointOfBars(argument, client)
        : name === 'PASV' && reply?.code === 227 ? endpointOfNumbers(reply.text)
          : name === 'EPSV' && reply?.code === 229 ? endpointOfBars(reply.text, server) : null
    if (to === null) return null
    const passive = name === 'PASV' || name === 'EPSV'
    return { passive, from: passive ? client : server, to }
  }

  get #server(): Side {
    return this.#client === 0 ? 1 : 0
  }

  #addressOf(side: Side): string {
    return formatAddress(this.#flow.addresses[side])
  }
}

function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** A path from a directory; `..` takes one step back. */
function within(directory: string, path: string): string {
  if (path.startsWith('/')) return path
  if (path === '..') return directory.replace(/\/?[^/]*$/, '') || (directory.startsWith('/') ? '/' : '.')
  return path === '' ? directory : `${directory.replace(/\/$/, '')}/${path}`
}
