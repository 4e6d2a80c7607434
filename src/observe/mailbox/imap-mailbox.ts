import { ImapConnection } from './imap-connection.ts'
import type { ImapAnswer, ImapServer } from './imap-connection.ts'
import { fetchItems } from './imap-value.ts'
import { mailboxName, quoted } from './mailbox-name.ts'

/** The password was refused: it is not to be shown again soon. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused'
}

/** A mail as the server lists it. */
export interface ListedMail {
  readonly uid: number
  readonly bytes: number
}

/** What is shown to sign in. */
export interface MailboxCredential {
  /** `token`: an access token of OAuth 2.0. */
  readonly kind: 'password' | 'token'
  readonly secret: string
}

export interface MailboxOptions extends ImapServer {
  readonly user: string
  readonly credential: MailboxCredential
  readonly mailbox: string
  /** Whether mails may be changed. */
  readonly isChanged: boolean
}

/** A mailbox that was opened on an IMAP server. */
export class ImapMailbox {
  readonly #connection: ImapConnection
  readonly #capabilities: ReadonlySet<string>
  /** The number that the next mail was to have when it was opened; 0 where the server does not say. */
  readonly #next: number
  /** Numbers of mails hold as long as it is the same (RFC 9051 §2.3.1.1). */
  readonly validity: number

  /** @throws SignInRefused; Error with the reason for people; the signal's reason */
  static async open(options: MailboxOptions, signal: AbortSignal): Promise<ImapMailbox> {
    const connection = await ImapConnection.open(options, signal)
    try {
      if (!/^\* PREAUTH\b/i.test(connection.greeting)) await signIn(connection, options)
      const capabilities = await capabilitiesOf(connection)
      const answer = await connection.command(`${options.isChanged ? 'SELECT' : 'EXAMINE'} ${mailboxName(options.mailbox)}`)
      if (!answer.isOk) throw new Error(`the mailbox ${options.mailbox} cannot be opened: ${answer.said}`)
      const validity = numberIn(answer, /\[UIDVALIDITY (\d{1,10})\]/i)
      if (validity === null) throw new Error('the server numbers no mails (UIDVALIDITY)')
      return new ImapMailbox(connection, capabilities, validity, numberIn(answer, /\[UIDNEXT (\d{1,10})\]/i) ?? 0)
    } catch (cause) {
      connection.close()
      throw cause
    }
  }

  private constructor(connection: ImapConnection, capabilities: ReadonlySet<string>, validity: number, next: number) {
    this.#next = next
    this.#connection = connection
    this.#capabilities = capabilities
    this.validity = validity
  }

  /** The next mails with numbers above one, in their order; none when there are none. @throws Error */
  async after(uid: number): Promise<ListedMail[]> {
    for (let from = uid + 1; ; from += RANGE) {
      // Beyond the number that the next mail was to have, when it was opened, there are few.
      const isLast = from + RANGE > this.#next
      const mails = await this.#listed(uid, `${from}:${isLast ? '*' : from + RANGE - 1}`)
      if (mails.length > 0 || isLast) return mails
    }
  }

  async #listed(uid: number, range: string): Promise<ListedMail[]> {
    const { lines } = await this.#asked(`UID FETCH ${range} (UID RFC822.SIZE)`)
    const mails = lines.flatMap(line => {
      const items = fetchItems(line)
      const [number, bytes] = [Number(items?.get('UID')), Number(items?.get('RFC822.SIZE'))]
      // A range that begins behind the last mail holds the last mail.
      return Number.isSafeInteger(number) && number > uid ? [{ uid: number, bytes: Number.isSafeInteger(bytes) ? bytes : 0 }] : []
    })
    return mails.sort((a, b) => a.uid - b.uid)
  }

  /** The bytes of a mail; null when it is gone. @throws Error */
  async read(uid: number): Promise<Buffer | null> {
    const { lines } = await this.#asked(`UID FETCH ${uid} (UID BODY.PEEK[])`)
    for (const line of lines) {
      const items = fetchItems(line)
      const body = items?.get('BODY[]')
      if (Number(items?.get('UID')) !== uid || body === undefined) continue
      if (Buffer.isBuffer(body)) return body
      if (typeof body === 'string' && body.toUpperCase() !== 'NIL') return Buffer.from(body, 'latin1')
    }
    return null
  }

  /** Marks a mail as read. @throws Error */
  async markSeen(uid: number | string): Promise<void> {
    await this.#asked(`UID STORE ${uid} +FLAGS.SILENT (\\Seen)`)
  }

  /** Puts mails into another mailbox of the same account (RFC 6851, or what came before it). @throws Error when it is not there */
  async move(uid: number | string, mailbox: string): Promise<void> {
    if (this.#capabilities.has('MOVE')) return void await this.#asked(`UID MOVE ${uid} ${mailboxName(mailbox)}`)
    await this.#asked(`UID COPY ${uid} ${mailboxName(mailbox)}`)
    await this.#asked(`UID STORE ${uid} +FLAGS.SILENT (\\Deleted)`)
    // Without UIDPLUS everything that others have marked would go too.
    if (this.#capabilities.has('UIDPLUS')) await this.#asked(`UID EXPUNGE ${uid}`)
  }

  /** Mails up to a number that are there still, unread ones alone where only these matter. @throws Error */
  async* upTo(uid: number, which: 'all' | 'unread'): AsyncGenerator<ListedMail> {
    for (let from = 1; from <= uid; from += RANGE) yield* await this.#listedUpTo(from, Math.min(uid, from + RANGE - 1), which)
  }

  async #listedUpTo(from: number, uid: number, which: 'all' | 'unread'): Promise<readonly ListedMail[]> {
    const { lines } = await this.#asked(`UID FETCH ${from}:${uid} (UID FLAGS RFC822.SIZE)`)
    return lines.flatMap(line => {
      const items = fetchItems(line)
      const flags = items?.get('FLAGS')
      const isRead = Array.isArray(flags) && flags.some((flag: unknown) => typeof flag === 'string' && /^\\Seen$/i.test(flag))
      const number = Number(items?.get('UID'))
      return Number.isSafeInteger(number) && number <= uid && (which === 'all' || !isRead) ? [{ uid: number, bytes: Number(items?.get('RFC822.SIZE')) }] : []
    })
  }

  /** Waits for new mail, or for so long. @throws Error */
  async wait(milliseconds: number, pause: (milliseconds: number) => Promise<void>): Promise<void> {
    if (this.#capabilities.has('IDLE')) return this.#connection.idle(milliseconds)
    await pause(milliseconds)
    await this.#asked('NOOP')
  }

  close(): void {
    this.#connection.close()
  }

  async #asked(command: string): Promise<ImapAnswer> {
    const answer = await this.#connection.command(command)
    if (!answer.isOk) throw new Error(`the server refuses ${command.split(' ', 2).join(' ')}: ${answer.said}`)
    return answer
  }
}

/** Numbers that are asked for together: mails have a line each. */
const RANGE = 50_000

async function capabilitiesOf(connection: ImapConnection): Promise<ReadonlySet<string>> {
  const { lines } = await connection.command('CAPABILITY')
  return new Set(lines.flatMap(([first]) => (typeof first === 'string' && /^\* CAPABILITY /i.test(first) ? first.toUpperCase().split(' ').slice(2) : [])))
}

/** AUTHENTICATE PLAIN where the server knows it, since any password fits; else LOGIN. A token goes by XOAUTH2, as those who give out such tokens take it. @throws SignInRefused; Error */
async function signIn(connection: ImapConnection, { user, credential: { kind, secret } }: MailboxOptions): Promise<void> {
  const capabilities = await capabilitiesOf(connection)
  const isAtOnce = capabilities.has('SASL-IR')
  const answer = kind === 'token' ? await authenticate(connection, isAtOnce, 'XOAUTH2', `user=${user}\u0001auth=Bearer ${secret}\u0001\u0001`)
    : capabilities.has('AUTH=PLAIN') ? await authenticate(connection, isAtOnce, 'PLAIN', `\0${user}\0${secret}`)
      : await logIn(connection, capabilities.has('LOGINDISABLED'), user, secret)
  if (!answer.isOk) throw new SignInRefused(`the server refuses the user or the ${kind}: ${answer.said}`)
}

function authenticate(connection: ImapConnection, isAtOnce: boolean, mechanism: string, text: string): Promise<ImapAnswer> {
  const response = Buffer.from(text).toString('base64')
  return isAtOnce ? connection.command(`AUTHENTICATE ${mechanism} ${response}`) : connection.command(`AUTHENTICATE ${mechanism}`, response)
}

function logIn(connection: ImapConnection, isForbidden: boolean, user: string, password: string): Promise<ImapAnswer> {
  if (isForbidden) throw new Error('the server takes no password this way')
  if (/[^ -~]/.test(user + password)) throw new Error('the user or the password has letters that this server cannot be told')
  return connection.command(`LOGIN ${quoted(user)} ${quoted(password)}`)
}

function numberIn({ said, lines }: ImapAnswer, pattern: RegExp): number | null {
  for (const text of [said, ...lines.map(([first]) => (typeof first === 'string' ? first : ''))]) {
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return Number(found)
  }
  return null
}
