import { randomBytes } from 'node:crypto'
import type { Language } from '../model/reason.ts'
import { caseNotice } from '../notify/notice/case-notice.ts'
import { EXAMPLE_SENTENCES, exampleCase } from '../notify/notice/example-case.ts'
import { renderNotice } from '../notify/notice/notice.ts'
import { resolveRecipients } from '../notify/recipient/recipient.ts'
import { openSenders } from '../notify/send/open-senders.ts'
import type { SentResult } from '../notify/send/sent-result.ts'
import { loadTemplates } from '../notify/template/templates.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'

export interface NotifyTestOptions extends CommonOptions {
  readonly to?: string
  readonly lang: Language
}

/** `noroshi notify test`: an invented message, marked TLP:CLEAR, sent at once; exit code 1 when it was not taken. */
export async function notifyTest(name: string, { to, lang, ...options }: NotifyTestOptions): Promise<number> {
  const settings = readSettings(options)
  const { notify } = settings
  const channel = notify?.channels.find(each => each.name === name)
  if (notify === undefined || channel === undefined) throw new NoroshiError('usage', `noroshi.yaml has no channel ${name}; it has ${notify?.channels.map(each => each.name).join(', ') || 'none'}`)
  if (channel.kind === 'smtp' && to === undefined) throw new NoroshiError('usage', 'mail goes to people: name one with --to')
  return withStore(options, settings, async ({ ledger }) => {
    const [recipient] = await resolveRecipients(ledger, to === undefined ? [] : [to], channel, notify, async () => [], () => {})
    if (recipient === undefined) throw new NoroshiError('usage', `${to} is no mail address, and no contact of the register that has one`)
    const template = loadTemplates(notify.templates).get('case')
    const sender = openSenders(ledger.pool, notify).get(name)
    if (template === undefined || sender === undefined) throw new Error('the program lacks its own template or channel')
    const id = randomBytes(16).toString('hex')
    const { subject, text, data } = renderNotice(caseNotice(exampleCase(ledger.organisation), {
      id, rule: 'test', template, sentences: EXAMPLE_SENTENCES, language: lang, occasion: { kind: 'created' }, marking: 'clear', zone: notify.zone, recipient: recipient.name, folded: 0, links: {},
    }))
    const result = await sender.send({
      id, subject, text, notices: [data], attachments: [], createdAt: new Date(), address: recipient.address, recipient: recipient.key, organisation: ledger.organisation, language: lang,
      marking: 'clear', priority: 0,
    }, new AbortController().signal)
    terminal().stdout.write(`${WORDS[lang][result.kind]}: ${printable(result.said)}\n`)
    return result.kind === 'sent' ? 0 : 1
  })
}

const WORDS: Readonly<Record<Language, Readonly<Record<SentResult['kind'], string>>>> = {
  en: { sent: 'Taken', later: 'Not now (it would be tried again)', refused: 'Refused' },
  ja: { sent: '受け付けられました', later: '現在は送信できません(通常は再試行されます)', refused: '拒否されました' },
}
