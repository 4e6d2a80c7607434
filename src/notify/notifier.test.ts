import { describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../test/depth.ts'
import { sampleCase } from '../store/cases/testing/sample-case.ts'
import { describeOverServers } from '../store/postgres/testing/test-servers.ts'
import type { TestServer } from '../store/postgres/testing/test-servers.ts'
import { Notifier } from './notifier.ts'
import { openMailServer } from './testing/mail-server.ts'
import { caseWith, configurationOf, newLedger, partsOf, saveAll } from './testing/notify-world.ts'
import { readMail } from './testing/read-mail.ts'

// A database takes seconds to start.
describe.skipIf(IS_QUICK)('the notifier', () => {
  describeOverServers('from a case to a mail', suite)
})

function suite(server: () => TestServer): void {
  test('tells a case that is new, once, and not what was there before', async () => {
    const { postgres: { pool } } = server()
    const ledger = await newLedger(pool)
    const mails = await openMailServer({ disabledCommands: ['STARTTLS'] })
    const configuration = configurationOf({
      channels: [{ name: 'mail', kind: 'smtp', host: '127.0.0.1', port: mails.port, security: 'none', from: 'noroshi@csirt.example', attach: ['json', 'xml'] }],
      rules: [{ name: 'urgent', priority: 60, channel: 'mail', to: ['soc@example.jp'], organisations: [ledger.organisation] }],
    })
    const notifier = new Notifier(partsOf(pool, configuration))
    await saveAll(ledger, [sampleCase('old', 90)])
    await notifier.look()
    const hostile = caseWith('new', 80, 'Evil\r\nBcc: all@example.jp\n\n<b>見て</b>\u202e http://evil.example/x', [{ type: 'domain', value: 'evil.example' }, { type: 'host', value: 'srv01\r\nX: y' }])
    await saveAll(ledger, [sampleCase('old', 90), hostile, sampleCase('small', 20)])
    await notifier.look()
    await notifier.look()
    await notifier.close()
    await mails.close()
    expect(mails.received.map(({ to }) => to)).toEqual([['soc@example.jp']])
    const mail = readMail(mails.received[0]!.bytes)
    expect([...mail.headers.keys()].sort()).toEqual([
      'auto-submitted', 'content-language', 'content-type', 'date', 'from', 'importance', 'message-id', 'mime-version', 'subject', 'to', 'x-noroshi-marking',
    ])
    expect(mail.headers.get('subject')).toContain('Evil Bcc: all@example.jp <b>見て</b> hxxp://evil.example/x')
    expect(mail.headers.get('message-id')).toMatch(/^<[0-9a-f]{32}\.noroshi@csirt\.example>$/)
    const [text, json, xml] = mail.parts
    expect(text?.body.toString()).toContain('evil[.]example')
    expect(JSON.parse(json!.body.toString())).toMatchObject({ format: 'noroshi-notice', case: { id: 'new', priority: 80 } })
    expect(xml?.body.toString()).toContain('&lt;b&gt;見て&lt;/b&gt;')
  })
}
