import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { damaged, dialogue } from '../testing/dialogue.ts'
import { sessionsOf } from '../testing/sessions-of.ts'

const SESSION: readonly (readonly ['client' | 'server', string])[] = [
  ['server', '220 mx.example.org ESMTP ready\r\n'],
  ['client', 'EHLO mail.example.com\r\n'],
  ['server', '250-mx.example.org\r\n250-PIPELINING\r\n250 STARTTLS\r\n'],
  ['client', 'MAIL FROM:<alice@example.com> SIZE=120\r\nRCPT TO:<bob@example.org>\r\nRCPT TO:<eve@example.org>\r\nDATA\r\n'],
  ['server', '250 ok\r\n250 ok\r\n550 no such user\r\n354 go ahead\r\n'],
  ['client', 'Date: Mon, 23 Nov 2026 01:00:00 +0000\r\nFrom: "Alice, A." <alice@example.com>\r\nTo: bob@example.org,\r\n "Eve, E." <eve@example.org>\r\nSubject: =?utf-8?q?hello?=\r\n'
    + 'Message-ID: <1@example.com>\r\nReceived: from a\r\nReceived: from b\r\nX-Mailer: Test\r\n\r\nMAIL FROM:<not@envelope>\r\n.\r\n'],
  ['server', '250 2.0.0 queued as 1\r\n'],
  ['client', 'MAIL FROM:<>\r\n'],
  ['server', '250 ok\r\n'],
  ['client', 'RCPT TO:<carol@example.org>\r\n'],
  ['server', '250 ok\r\n'],
  ['client', 'BDAT 22 LAST\r\nSubject: x\r\n\r\nDATA\r\n.\r\n'.slice(0, 14 + 22)],
  ['server', '250 2.0.0 queued as 2\r\n'],
  ['client', 'QUIT\r\n'],
  ['server', '221 bye\r\n'],
]

async function mails(segments: Uint8Array) {
  const { events } = await sessionsOf(segments)
  return events.filter(({ dataset }) => dataset === 'zeek.smtp')
}

describe('SMTP', () => {
  test('tells each message with its envelope and what its head says', async () => {
    const { events } = await sessionsOf(dialogue(SESSION, { serverPort: 25 }))
    const found = events.filter(({ dataset }) => dataset === 'zeek.smtp')
    expect(found).toEqual([
      expect.objectContaining({
        trans_depth: 1, helo: 'mail.example.com', mailfrom: 'alice@example.com', rcptto: ['bob@example.org', 'eve@example.org'], date: 'Mon, 23 Nov 2026 01:00:00 +0000',
        from: '"Alice, A." <alice@example.com>', to: ['bob@example.org', '"Eve, E." <eve@example.org>'], subject: '=?utf-8?q?hello?=', msg_id: '<1@example.com>',
        first_received: 'from a', second_received: 'from b', user_agent: 'Test', last_reply: '250 2.0.0 queued as 1', tls: false,
      }),
      expect.objectContaining({ trans_depth: 2, mailfrom: '', rcptto: ['carol@example.org'], last_reply: '250 2.0.0 queued as 2' }),
    ])
    expect(events.find(({ dataset }) => dataset === 'zeek.conn')).toMatchObject({ 'service': 'smtp', 'id.resp_p': 25 })
  })

  test('reads it however it is cut', async () => {
    const whole = (await mails(dialogue(SESSION))).map(({ ts: _, uid: __, ...rest }) => rest)
    await fc.assert(fc.asyncProperty(fc.integer({ min: 5, max: 80 }), async size => {
      expect((await mails(dialogue(SESSION, { size }))).map(({ ts: _, uid: __, ...rest }) => rest)).toEqual(whole)
    }), { numRuns: byDepth(5, 40, 500) })
  })

  test('hands over to TLS after STARTTLS, and not before', async () => {
    const hello = Buffer.from(`160301002d010000290303${'11'.repeat(32)}000002002f0100`, 'hex').toString('latin1')
    const { events } = await sessionsOf(dialogue([...SESSION.slice(0, 3), ['client', 'STARTTLS\r\n'], ['server', '220 go ahead\r\n'], ['client', hello]], { serverPort: 587 }))
    expect(events.map(({ dataset }) => dataset)).toEqual(['zeek.smtp', 'zeek.ssl', 'zeek.conn'])
    expect([events[0], events[2]]).toEqual([expect.objectContaining({ tls: true, helo: 'mail.example.com', last_reply: '220 go ahead' }), expect.objectContaining({ service: 'smtp,ssl' })])
  })

  test('a refused DATA is followed by commands', async () => {
    const found = await mails(dialogue([...SESSION.slice(0, 3), ['client', 'MAIL FROM:<a@b>\r\n'], ['server', '250 ok\r\n'], ['client', 'DATA\r\n'], ['server', '503 no recipients\r\n'],
      ['client', 'RCPT TO:<c@d>\r\n'], ['server', '250 ok\r\n'], ['client', 'RSET\r\n'], ['server', '250 ok\r\n']]))
    expect(found).toEqual([expect.objectContaining({ mailfrom: 'a@b', rcptto: ['c@d'] })])
  })

  test('a session without message is told once', async () => {
    expect(await mails(dialogue([...SESSION.slice(0, 3), ['client', 'AUTH LOGIN\r\n'], ['server', '334 VXNlcg==\r\n'], ['client', 'YQ==\r\n'], ['server', '535 refused\r\n']])))
      .toEqual([expect.objectContaining({ helo: 'mail.example.com', last_reply: '535 refused', tls: false })])
  })

  test('nothing escapes from damaged sessions, and nothing stays held', async () => {
    await fc.assert(fc.asyncProperty(damaged(SESSION), async (segments: Uint8Array) => {
      expect((await sessionsOf(segments)).counts.heldBytes).toBe(0)
    }), { numRuns: byDepth(20, 300, 10_000) })
  })

  test('a mail without end is bounded', async () => {
    const { counts } = await sessionsOf(dialogue([...SESSION.slice(0, 5), ['client', 'a'.repeat(1_000_000)]], { size: 1_400 }))
    expect(counts.heldBytes).toBe(0)
  })
})

