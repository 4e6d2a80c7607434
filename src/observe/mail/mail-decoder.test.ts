import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { formatTime } from '../../model/time.ts'
import { mailAddresses } from './mail-addresses.ts'
import { mailDecoder } from './mail-decoder.ts'
import { mailTime, receivedHop } from './received-hop.ts'
import { textOfHtml } from './text-of-html.ts'

const DATE = Date.UTC(2026, 10, 23) * 1_000

async function decoded(lines: readonly string[]) {
  const { rows, errors } = await decodeAll(mailDecoder(), lines.join('\r\n'), { blockBytes: 50 })
  return { events: rows.map(({ dataset, time, flags, offset, length, fields }) => ({ dataset, time: formatTime(time), flags, offset, length, fields: { ...fields } })), errors }
}

describe('mailDecoder', () => {
  test('tells who sent what to whom, by which way, with what', async () => {
    const lines = [
      'Return-Path: <bounce@Example.JP>', 'Received: from b.example (b.example [IPv6:2001:db8::1]) by c.example (Postfix) with ESMTP; Mon, 23 Nov 2026 09:30:00 +0900 (JST)',
      'Received: from [192.0.2.7] (helo=a) by b.example; Sun, 22 Nov 2026 23:00:00 GMT', 'From: "A, B" <a@example.jp>', 'To: b@example.jp, C <c@example.jp>', 'Cc: group: d@example.jp;', 'Subject: two', ' lines',
      'Date: Mon, 1 Jan 2035 00:00:00 +0000', 'Message-ID: <m@example.jp>', 'Authentication-Results: c.example; spf=fail', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '',
      '<p>pay <a href="http://evil.example/x?a=1&amp;b=2">here</a></p>', '--b', 'Content-Type: text/csv; name=a.csv', '', 'x,y', '--b--', '',
    ]
    expect(await decoded(lines)).toEqual({
      errors: [],
      events: [{
        dataset: 'mail.message', time: '2026-11-23T00:30:00.000000Z', flags: 0, offset: 0, length: lines.slice(0, lines.indexOf('') + 1).join('\r\n').length + 2,
        fields: {
          from: 'a@example.jp', from_name: 'A, B', to: ['b@example.jp', 'c@example.jp'], cc: ['d@example.jp'], return_path: ['bounce@example.jp'], subject: 'two lines', date: 'Mon, 1 Jan 2035 00:00:00 +0000',
          message_id: '<m@example.jp>', authentication_results: 'c.example; spf=fail',
          received: [
            { from: 'b.example', ip: '2001:db8::1', by: 'c.example', with: 'ESMTP', time: '2026-11-23T00:30:00.000000Z' }, { from: '[192.0.2.7]', ip: '192.0.2.7', by: 'b.example', time: '2026-11-22T23:00:00.000000Z' },
          ],
          text: 'pay here', urls: ['http://evil.example/x?a=1&b=2'],
          attachments: [{ name: 'a.csv', type: 'text/csv', size: 3, sha256: createHash('sha256').update('x,y').digest('hex') }],
        },
      }],
    })
  })

  test('takes the time that the sender says where no server says one; without a zone it is flagged', async () => {
    const { events: [event] } = await decoded(['From: a@example.jp', 'Date: 22 Nov 2026 10:00:00', 'Subject: x', '', ''])
    expect([event?.time, event?.flags]).toEqual(['2026-11-22T10:00:00.000000Z', EVENT_FLAGS.zoneAssumed])
  })

  test('tells once, with its place, what is wrong, and what is there all the same', async () => {
    expect(await decoded(['From: a@example.jp', 'Subject: x', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'broken head', '', 'text'])).toMatchObject({
      errors: [{ offset: 82, reason: 'a line within the head is no field of a mail; and 1 more' }], events: [{ fields: { subject: 'x', text: 'broken head\n\ntext' } }],
    })
    expect(await decoded(['no mail at all'])).toMatchObject({ errors: [{ offset: 0 }], events: [] })
  })

  test('a text that is called .eml is taken for a mail; other content is not', () => {
    const decoder = mailDecoder()
    expect([decoder.recognises(Buffer.from('text'), 'a.eml'), decoder.recognises(Buffer.from([0, 1, 2]), 'a.eml'), decoder.recognises(Buffer.from('text'), 'a.txt')]).toEqual([true, false, false])
  })
})

test.each([
  ['a@b.jp', [['', 'a@b.jp']]], ['"x, \\"y\\"" <A@B.jp> (comment, more)', [['x, "y"', 'a@b.jp']]], ['a@b.jp;c@d.jp', [['', 'a@b.jp'], ['', 'c@d.jp']]], ['undisclosed recipients:;', []],
  ['=?utf-8?B?5pel?= <a@b.jp>', [['日', 'a@b.jp']]], ['<@relay.jp:a@b.jp>', [['', 'a@b.jp']]], ['A <a@b.jp', [['A', 'a@b.jp']]], ['nobody', []],
])('the addresses of %j', (field, expected) => {
  expect(mailAddresses(field).map(({ name, address }) => [name, address])).toEqual(expected)
})

test('a field with very many addresses is read to a bound', () => {
  expect(mailAddresses('a@b.jp,'.repeat(100_000))).toHaveLength(500)
})

test.each([
  ['Mon, 23 Nov 2026 09:55:06 +0900 (JST)', '2026-11-23T00:55:06.000000Z'], ['23 Nov 2026 09:55 EST', '2026-11-23T14:55:00.000000Z'], ['Mon, 23 Nov 2026 09:55:06 GMT', '2026-11-23T09:55:06.000000Z'], ['yesterday', null],
])('the time %j', (text, expected) => {
  expect(formatTime(mailTime(text, DATE)?.microseconds ?? null)).toBe(expected)
})

test('a way without anything known is empty', () => {
  expect([receivedHop('', DATE).fields, receivedHop('(((', DATE).time]).toEqual([{}, null])
})

test('of HTML what a person would read, and where it leads', () => {
  expect(textOfHtml('<style>p { x }</style><!-- no <b> --><p>a&nbsp;&lt;b&#x3e;</p>\n<script>no</script><a title="x" href=\'http://x.jp/&#97;\'>c</a><br>d<img src=y>')).toEqual({ text: '\na <b>\nc\nd', links: ['http://x.jp/a', 'y'] })
  expect(textOfHtml('<'.repeat(100_000)).text).toBe('')
  expect(textOfHtml('<script>'.repeat(50_000)).text).toBe('')
})
