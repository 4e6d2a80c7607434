import type { PoolClient } from 'pg'
import type { Language } from '../model/reason.ts'
import type { MessageView } from '../notify/message-view.ts'
import { messageView, wholeMessageView } from '../notify/message-view.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import { resolveCase } from '../store/cases/resolve-case.ts'
import { addAudit } from '../store/ledger/audit.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { acknowledgeMessage, cancelMessage, findMessage, listMessages } from '../store/notify/list-messages.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import { printable } from './evidence.ts'
import { NOTIFY_WORDS } from './notify-words.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

interface MessageOptions extends CommonOptions {
  readonly json?: boolean
  readonly actor?: string
  readonly lang: Language
}

export interface NotifyListOptions extends MessageOptions {
  readonly case?: string
  readonly troubled?: boolean
  readonly limit: number
}

/** `noroshi notify list`; exit code 1 when a message is held or has failed. */
export async function notifyList({ case: named, troubled = false, limit, json, lang, ...options }: NotifyListOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const caseId = named === undefined ? undefined : await findCaseId(ledger, named)
    const now = caseId === undefined ? undefined : await resolveCase(ledger.pool, ledger.organisation, caseId) ?? caseId
    const messages = (await listMessages(ledger, { troubled, limit, ...(now === undefined ? {} : { caseId: now }) })).map(messageView)
    const { stdout, stderr } = terminal()
    await writeLines(stdout, messages.map(each => (json === true ? `${JSON.stringify(each)}\n` : line(each, lang))))
    if (messages.length === 0) stderr.write(`${NOTIFY_WORDS[lang].none}\n`)
    return messages.some(({ state }) => state === 'held' || state === 'failed') ? 1 : 0
  })
}

/** `noroshi notify show`. */
export async function notifyShow(id: string, { json, lang, ...options }: MessageOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const whole = wholeMessageView(await requireMessage(ledger, id))
    const words = NOTIFY_WORDS[lang]
    await writeLines(terminal().stdout, json === true ? [`${JSON.stringify(whole)}\n`] : [
      line(whole, lang),
      ...whole.tries.map(({ attempt, begunAt, outcome, said }) => `  ${words.tried(attempt, begunAt)}: ${outcome === null ? words.unknown : words.outcomes[outcome]}  ${printable(said)}\n`),
      '\n', ...whole.text.split('\n').map(each => `${printable(each)}\n`),
    ])
    return 0
  })
}

/** `noroshi notify acknowledge`. */
export function notifyAcknowledge(id: string, options: MessageOptions): Promise<number> {
  return changing(id, options, 'notification.acknowledge', 'acknowledged', (client, organisation, message, by) => acknowledgeMessage(client, organisation, message, by, Date.now()))
}

/** `noroshi notify cancel`. Exit code 1 when it has gone out. */
export function notifyCancel(id: string, options: MessageOptions): Promise<number> {
  return changing(id, options, 'notification.cancel', 'cancelled', cancelMessage)
}

async function changing(
  named: string, { actor, lang, ...options }: MessageOptions, action: string, word: 'acknowledged' | 'cancelled',
  work: (client: PoolClient, organisation: string, id: string, by: string) => Promise<boolean>,
): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const { pool, organisation } = ledger
    const { id } = await requireMessage(ledger, named)
    const by = actorOf(actor)
    const isDone = await inTransaction(pool, async client => {
      const done = await work(client, organisation, id, by)
      if (done) await addAudit(client, organisation, { person: by, action, subject: id, details: {} })
      return done
    })
    terminal().stdout.write(`${isDone ? NOTIFY_WORDS[lang][word] : NOTIFY_WORDS[lang].tooLate}\n`)
    return isDone ? 0 : 1
  })
}

async function requireMessage(ledger: Ledger, id: string): Promise<NonNullable<Awaited<ReturnType<typeof findMessage>>>> {
  const found = await findMessage(ledger, id.toLowerCase())
  if (found === undefined) throw new NoroshiError('usage', `there is no message ${id}, or several begin so; noroshi notify list shows them`)
  return found
}

function line({ id, state, createdAt, sentAt, channel, recipient, occasion, subject, reason, said, uncertain, acknowledgedAt, acknowledgedBy }: MessageView, language: Language): string {
  const words = NOTIFY_WORDS[language]
  const more = [
    ...(reason === '' ? [] : [reason]), ...(state === 'failed' || state === 'waiting' ? [said] : []), ...(uncertain ? [words.uncertain] : []),
    ...(acknowledgedAt === null ? [] : [words.read(acknowledgedBy ?? '')]),
  ].filter(each => each !== '').join('; ')
  return `${id.slice(0, 12)}  ${sentAt ?? createdAt}  ${words.states[state]}  ${printable(channel)} → ${printable(recipient)}  ${occasion}  ${printable(subject)}${more === '' ? '' : `  (${printable(more)})`}\n`
}
