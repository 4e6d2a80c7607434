import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { fact } from '../../model/reason.ts'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { chatBody } from '../hook/chat-sender.ts'
import { composeMail } from '../mail/compose-mail.ts'
import { syslogMessage } from '../syslog/syslog-message.ts'
import { PLACEHOLDERS } from '../template/templates.ts'
import { configurationOf, TEMPLATES } from '../testing/notify-world.ts'
import { readMail } from '../testing/read-mail.ts'
import { caseNotice } from './case-notice.ts'
import { EXAMPLE_SENTENCES, exampleCase } from './example-case.ts'
import { renderNotice } from './notice.ts'
import { noticeXml } from './notice-xml.ts'

const { channels: [mail] } = configurationOf({ channels: [{ name: 'mail', kind: 'smtp', host: 'localhost', from: 'noroshi@example.jp', attach: ['json', 'xml'] }] })

/** A notice of a case in which everything was written by an attacker. */
function hostile(text: string, template = 'case', language: 'en' | 'ja' = 'ja') {
  const facts = exampleCase('default')
  const entities = [{ type: 'host' as const, value: text }, { type: 'ip' as const, value: text }, { type: 'url' as const, value: text }]
  const shown = { ...facts, case: { ...facts.case, title: { en: text, ja: text }, entities } }
  const rendered = renderNotice(caseNotice(shown, {
    id: 'a'.repeat(32), rule: 'r', template: TEMPLATES.get(template)!, sentences: EXAMPLE_SENTENCES, language, occasion: { kind: 'created' }, marking: 'amber', zone: 'Asia/Tokyo', recipient: text, folded: 1, links: {},
  }))
  return {
    ...rendered, notices: [rendered.data], id: 'a'.repeat(32), createdAt: new Date(0), address: 'a@example.jp', recipient: 'a@example.jp', organisation: 'default', language, marking: 'amber' as const, priority: 80,
  }
}

const NASTY = ['\r\nBcc: all@example.jp', '\r\n\r\n--noroshi', '<script>alert(1)</script>', ']]>', '{title}', '@channel', '<!channel>', '```', '|x=1', ' msg=forged', '\u202e', '\0', '\ud800', '=?UTF-8?B?AAAA?=', '漢字', '\x1b[31m', ']', '"', '\\']
const nasty = fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 12 }).map(parts => parts.join(''))

describe('whatever a case says', () => {
  test('a mail of it has our headers, our parts, and all of it in the attachment', async () => {
    await fc.assert(fc.asyncProperty(nasty, async text => {
      const outgoing = hostile(text)
      const { bytes } = await composeMail(outgoing, mail as SmtpConfiguration, async entity => ({ entity, isEncrypted: false }))
      const read = readMail(bytes)
      expect([...read.headers.keys()].sort()).toEqual([
        'auto-submitted', 'content-language', 'content-type', 'date', 'from', 'importance', 'message-id', 'mime-version', 'subject', 'to', 'x-noroshi-marking',
      ])
      expect(read.parts.map(part => part.headers.get('content-type')?.split(';')[0])).toEqual(['text/plain', 'application/json', 'application/xml'])
      expect(JSON.parse(read.parts[1]!.body.toString())).toEqual(JSON.parse(JSON.stringify(outgoing.data).toWellFormed()))
      for (const line of bytes.toString('latin1').split('\r\n')) expect(line.length).toBeLessThan(999)
      expect(read.parts[0]!.body.toString()).not.toMatch(/[\u202e\0\x1b]/)
    }), { numRuns: byDepth(10, 200, 3_000) })
  })

  test('the XML of it stays one document, with its texts as they are but for what XML cannot hold', () => {
    fc.assert(fc.property(nasty, text => {
      const xml = noticeXml({ text, list: [text, { text }] })
      const inner = [...xml.matchAll(/<(text|item)>([^<]*)<\/\1>/g)].map(([, , value = '']) => value)
      expect(xml.replaceAll(/<(?:[A-Za-z_?/][^<>]*)>/g, '')).not.toContain('<')
      expect(inner.length).toBe(3)
      const back = inner[0]!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#13;', '\r').replaceAll('&amp;', '&')
      expect(back).toBe(text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd'))
    }), { numRuns: byDepth(30, 300, 20_000) })
  })

  test('a line of syslog stays one line, with our fields in CEF', () => {
    fc.assert(fc.property(nasty, text => {
      const line = syslogMessage(hostile(text), 'cef', 'hub')
      expect(line).not.toMatch(/[\r\n\0]/)
      const [, cef = ''] = line.split('\ufeff')
      const [, extension = ''] = /^CEF:0(?:\|(?:[^|\\]|\\.)*){6}\|(.*)$/.exec(cef) ?? []
      const names = [...extension.matchAll(/(?:^| )(\w+)(?<!\\)=/g)].map(([, name]) => name)
      expect(names).toEqual(['externalId', 'rt', 'cs1Label', 'cs1', 'cs2Label', 'cs2', 'src', 'shost', 'msg'])
    }), { numRuns: byDepth(30, 300, 20_000) })
  })

  test('a chat calls nobody and ends no block', () => {
    fc.assert(fc.property(nasty, text => {
      const outgoing = hostile(text)
      const slack = chatBody('slack', outgoing) as { readonly text: string; readonly blocks: readonly { readonly text: { readonly type: string } }[] }
      expect(slack.text).not.toMatch(/[<>]/)
      expect(slack.blocks.map(block => block.text.type)).toEqual(['plain_text', 'plain_text'])
      const mattermost = (chatBody('mattermost', outgoing) as { readonly text: string }).text
      expect(mattermost.split('```').length).toBe(3)
      expect(mattermost.split('```')[0]).not.toMatch(/@[^\u200b]/)
    }), { numRuns: byDepth(20, 200, 5_000) })
  })
})

test('times in the reasons are by the same clock as those above them; for machines they are UTC', () => {
  const facts = exampleCase('default')
  const { firstSeen, explanation } = facts.case
  const shown = { ...facts, case: { ...facts.case, explanation: { ...explanation, what: fact('test.at', { numbers: { at: firstSeen! } }) } } }
  const sentences = { ...EXAMPLE_SENTENCES, 'test.at': { en: 'It began at {at|time}.', ja: '{at|time} に始まりました。' } }
  const notice = caseNotice(shown, {
    id: 'a'.repeat(32), rule: 'r', template: TEMPLATES.get('case')!, sentences, language: 'ja', occasion: { kind: 'created' }, marking: 'amber', zone: 'Asia/Tokyo', recipient: '', folded: 0, links: {},
  })
  expect(notice.rows.map(([, value]) => value)).toContain('2026-05-22 09:00:00 +09:00')
  expect(notice.reasons).toEqual(['2026-05-22 09:00:00 +09:00 に始まりました。'])
  expect(JSON.stringify(notice.data)).toContain('2026-05-22 00:00:00 UTC に始まりました。')
})

describe('the templates', () => {
  test('are all there, in both languages, and fill what they ask for', () => {
    expect([...TEMPLATES.keys()]).toEqual(['case', 'dos-victim', 'early-warning', 'exposed-device', 'infected-device', 'leaked-account', 'phishing-site', 'preserve-evidence'])
    for (const name of TEMPLATES.keys()) {
      for (const language of ['en', 'ja'] as const) {
        const { subject, text } = hostile('pc-7', name, language)
        expect(`${subject}\n${text}`).not.toMatch(new RegExp(`\\{(?:${PLACEHOLDERS.join('|')})\\}`))
        expect(subject.startsWith('[TLP:AMBER] ')).toBe(true)
        expect(text.split('\n').filter(line => line === 'TLP:AMBER').length).toBe(2)
        expect(/[\u3040-\u30ff]/.test(text)).toBe(language === 'ja')
      }
    }
  })

  test('put data in once: a title that looks like a placeholder stays what it is', () => {
    expect(hostile('{priority}', 'early-warning', 'en').subject).toBe('[TLP:AMBER] Early warning: {priority}')
  })
})
