import { openHouse } from '../capabilities.ts'
import type { FactTemplates, Language } from '../model/reason.ts'
import { composeMail } from '../notify/mail/compose-mail.ts'
import { caseNotice } from '../notify/notice/case-notice.ts'
import { EXAMPLE_SENTENCES, exampleCase } from '../notify/notice/example-case.ts'
import { renderNotice } from '../notify/notice/notice.ts'
import { noticeXml } from '../notify/notice/notice-xml.ts'
import { factsOf } from '../notify/outbox/derive-messages.ts'
import type { CaseFacts } from '../notify/rule/case-facts.ts'
import type { Template } from '../notify/template/templates.ts'
import { loadTemplates } from '../notify/template/templates.ts'
import type { SmtpConfiguration } from '../platform/config/notify-schema.ts'
import { notifySchema } from '../platform/config/notify-schema.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import { resolveCase } from '../store/cases/resolve-case.ts'
import { caseNow, rulesOfCases } from '../store/notify/changed-cases.ts'
import { messageId } from '../store/notify/message.ts'
import type { CommonOptions } from './settings.ts'
import { houseOptionsOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface NotifyPreviewOptions extends CommonOptions {
  readonly case?: string
  readonly format: 'text' | 'json' | 'xml' | 'mail'
  readonly lang: Language
}

/** `noroshi notify preview`: what a template says, or which there are. */
export async function notifyPreview(name: string | null, options: NotifyPreviewOptions): Promise<number> {
  const settings = readSettings(options)
  const templates = loadTemplates(settings.notify?.templates)
  const { stdout } = terminal()
  if (name === null) {
    await writeLines(stdout, [...templates.values()].map(({ name: each, about }) => `${each.padEnd(20)} ${about}\n`))
    return 0
  }
  const template = templates.get(name)
  if (template === undefined) throw new NoroshiError('usage', `there is no template ${name}; there are ${[...templates.keys()].join(', ')}`)
  const { facts, sentences } = await toldCase(settings, options)
  await writeLines(stdout, [await rendered(facts, sentences, template, settings, options)])
  return 0
}

async function toldCase(settings: Configuration, { case: named, ...options }: NotifyPreviewOptions): Promise<{ readonly facts: CaseFacts; readonly sentences: FactTemplates }> {
  if (named === undefined) return { facts: exampleCase(settings.organisation), sentences: EXAMPLE_SENTENCES }
  const sentences = openHouse({ ...houseOptionsOf(settings, []), ruleDirectories: [] }).facts
  return withStore(options, settings, async ({ ledger }) => {
    const id = await resolveCase(ledger.pool, ledger.organisation, await findCaseId(ledger, named))
    const found = id === undefined ? undefined : await caseNow(ledger, id)
    if (found === undefined) throw new NoroshiError('no-such-case', `there is no case ${named}`)
    return { facts: factsOf(ledger.organisation, found, (await rulesOfCases(ledger, [found.id])).get(found.id)), sentences }
  })
}

async function rendered(facts: CaseFacts, sentences: FactTemplates, template: Template, settings: Configuration, { format, lang }: NotifyPreviewOptions): Promise<string> {
  const id = messageId(facts.organisation, { about: facts.case.id, rule: 'preview', channel: 'preview', recipient: 'preview', occasion: 'created' })
  const base = settings.notify?.url?.replace(/\/+$/, '')
  const { subject, text, data } = renderNotice(caseNotice(facts, {
    id, rule: 'preview', template, sentences, language: lang, occasion: { kind: 'created' }, marking: settings.server.marking, zone: settings.notify?.zone ?? 'UTC', recipient: '', folded: 0,
    links: base === undefined ? {} : { case: `${base}/cases/${facts.case.id}` },
  }))
  switch (format) {
    case 'text': return `${subject}\n\n${text}`
    case 'json': return `${JSON.stringify(data, null, 2)}\n`
    case 'xml': return noticeXml(data)
    case 'mail': {
      const outgoing = {
        id, subject, text, notices: [data], attachments: [], createdAt: new Date(), address: 'recipient@example.jp', recipient: 'preview', organisation: facts.organisation, language: lang,
        marking: settings.server.marking, priority: facts.case.priority,
      }
      return (await composeMail(outgoing, mailOf(settings), async entity => ({ entity, isEncrypted: false }))).bytes.toString('latin1')
    }
  }
}

/** The first mail channel, else what one would be. */
function mailOf({ notify }: Configuration): SmtpConfiguration {
  const channels = [...notify?.channels ?? [], ...notifySchema.parse({ channels: [{ name: 'mail', kind: 'smtp', host: 'localhost', from: 'noroshi@example.jp', attach: ['json', 'xml'] }] })?.channels ?? []]
  const found = channels.find(channel => channel.kind === 'smtp')
  if (found === undefined) throw new NoroshiError('usage', 'there is no mail channel')
  return found
}
