import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import { RefusedForNow } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { COMMAND_MS, FIRST_ANSWER_MS, IDLE_MS, MAILS_A_LOOK, MOST_RECONNECT_MS, RECONNECT_MS, REFUSED_MS } from './defaults.ts'
import { ImapMailbox, SignInRefused } from './imap-mailbox.ts'
import type { MailboxCredential, MailboxOptions } from './imap-mailbox.ts'

/** What becomes of a mail on the server when it was taken. */
export type AfterTaking = { readonly kind: 'leave' } | { readonly kind: 'seen' } | { readonly kind: 'move'; readonly mailbox: string }

export interface TakenMailbox extends Omit<MailboxOptions, 'isChanged' | 'credential'> {
  /** Asked for each time it is shown. @throws Error */
  credential(): MailboxCredential
  readonly after: AfterTaking
  /** Milliseconds between looks, where the server does not tell of new mail. */
  readonly everyMs: number
  /** Milliseconds before a server that was lost is tried again, at first. */
  readonly retryMs?: number
}

/**
 * Takes the mails of a mailbox on an IMAP server, in their order, each as it is: it becomes evidence. How far it was read is kept with each mail, so that it is
 * taken once, after a `kill -9` too.
 *
 * @throws RefusedForNow when the user or the password is refused; Error when it cannot be opened, with the reason for people
 */
export async function takeMailbox(options: TakenMailbox, spool: StreamSpool): Promise<Receiver> {
  const stop = new AbortController()
  const first = await openInTime(options, stop)
  const taking = new TakingMailbox(options, spool, stop.signal)
  const running = taking.run(first)
  return {
    places: [`imap${options.security === 'tls' ? 's' : ''} ${options.user}@${options.host}:${options.port}/${options.mailbox}`],
    trouble: () => taking.trouble,
    async close() {
      stop.abort()
      await running
    },
  }
}

async function open({ credential, after, ...options }: TakenMailbox, signal: AbortSignal): Promise<ImapMailbox> {
  try {
    return await ImapMailbox.open({ ...options, credential: credential(), isChanged: after.kind !== 'leave' }, signal)
  } catch (cause) {
    throw cause instanceof SignInRefused ? new RefusedForNow(cause.message, REFUSED_MS) : cause
  }
}

/** The program starts with it: a server that is away is tried again later. */
async function openInTime(options: TakenMailbox, stop: AbortController): Promise<ImapMailbox> {
  const late = setTimeout(() => stop.abort(new Error(`the server did not answer within ${FIRST_ANSWER_MS / 1_000} seconds`)), FIRST_ANSWER_MS)
  try {
    return await open(options, stop.signal)
  } catch (cause) {
    throw stop.signal.aborted ? stop.signal.reason : cause
  } finally {
    clearTimeout(late)
  }
}

class TakingMailbox {
  readonly #options: TakenMailbox
  readonly #spool: StreamSpool
  readonly #signal: AbortSignal
  /** What is read, in marks. */
  readonly #of: string
  trouble: string | null = null
  /** The last mail that was looked at and not taken: too large, or gone meanwhile. */
  #passed = { validity: 0, uid: 0 }

  constructor(options: TakenMailbox, spool: StreamSpool, signal: AbortSignal) {
    const { host, user, mailbox } = options
    this.#options = options
    this.#spool = spool
    this.#signal = signal
    this.#of = `imap-${createHash('sha256').update([host, user, mailbox].join('\0')).digest('hex').slice(0, 32)}`
  }

  async run(first: ImapMailbox): Promise<void> {
    const { everyMs, retryMs = RECONNECT_MS } = this.#options
    let opened: ImapMailbox | null = first
    for (let pause = retryMs; !this.#signal.aborted;) {
      try {
        opened ??= await open(this.#options, this.#signal)
        this.#spool.meter.connections = 1
        this.trouble = null
        await this.#tidy(opened)
        for (;;) {
          await this.#takeAll(opened)
          pause = retryMs
          await opened.wait(Math.min(everyMs, IDLE_MS), milliseconds => sleep(milliseconds, undefined, { signal: this.#signal }))
        }
      } catch (cause) {
        opened?.close()
        opened = null
        this.#spool.meter.connections = 0
        if (this.#signal.aborted) return
        if (this.trouble === null) this.#spool.meter.refuse(messageOf(cause))
        this.trouble = messageOf(cause)
        await sleep(cause instanceof RefusedForNow ? cause.retryMs : pause, undefined, { signal: this.#signal }).catch(() => {})
        pause = Math.min(pause * 2, MOST_RECONNECT_MS)
      }
    }
    opened?.close()
  }

  async #takeAll(mailbox: ImapMailbox): Promise<void> {
    for (;;) {
      const mails = (await this.#inTime(mailbox, mailbox.after(this.#last(mailbox)))).slice(0, MAILS_A_LOOK)
      for (const { uid, bytes } of mails) await this.#take(mailbox, uid, bytes)
      if (mails.length === 0) return
    }
  }

  async #take(mailbox: ImapMailbox, uid: number, bytes: number): Promise<void> {
    const { literalBytes, after } = this.#options
    const at = `${mailbox.validity}.${uid}`
    if (bytes > literalBytes) {
      this.#spool.meter.refuse(`mail ${uid}: ${bytes} bytes are more than ${literalBytes}; it stays in the mailbox`)
      this.#passed = { validity: mailbox.validity, uid }
      return
    }
    await this.#spool.untilRoom(this.#signal)
    const content = await this.#inTime(mailbox, mailbox.read(uid))
    if (content === null) {
      this.#passed = { validity: mailbox.validity, uid }
      return
    }
    await this.#keep(at, `${at}.eml`, content)
    if (after.kind === 'seen') await mailbox.markSeen(uid)
    if (after.kind === 'move') await mailbox.move(uid, after.mailbox)
  }

  async #keep(at: string, name: string, content: Buffer): Promise<void> {
    async function* whole() { yield content }
    await this.#spool.keepDocument({ name, of: this.#of, at, content: whole() }, this.#signal)
  }

  /** A server that sends a byte now and then keeps nobody for ever. */
  async #inTime<T>(mailbox: ImapMailbox, work: Promise<T>): Promise<T> {
    const late = setTimeout(() => mailbox.close(), COMMAND_MS)
    try {
      return await work
    } finally {
      clearTimeout(late)
    }
  }

  /** Mails that were taken, and not yet marked or moved when the process ended. */
  async #tidy(mailbox: ImapMailbox): Promise<void> {
    const { after, literalBytes } = this.#options
    const last = this.#last(mailbox)
    if (after.kind === 'leave' || last === 0) return
    for await (const { uid, bytes } of mailbox.upTo(last, after.kind === 'seen' ? 'unread' : 'all')) {
      if (bytes > literalBytes) continue
      if (after.kind === 'seen') await mailbox.markSeen(uid)
      else await mailbox.move(uid, after.mailbox)
    }
  }

  /** The number of the mail taken last; 0: none of those that are numbered so. */
  #last({ validity }: ImapMailbox): number {
    const [, before, uid] = /^(\d+)\.(\d+)$/.exec(this.#spool.marks.get(this.#of) ?? '') ?? []
    const taken = Number(before) === validity ? Number(uid) : 0
    return this.#passed.validity === validity ? Math.max(taken, this.#passed.uid) : taken
  }
}
