import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { PART_DEPTH, PARTS } from './defaults.ts'
import { looksLikeMail } from './looks-like-mail.ts'
import { readMail } from './read-mail.ts'
import { decodeTransfer } from './transfer-decoder.ts'

const HEAD = 'From: a@example.jp\nTo: b@example.jp\nSubject: x\n'

function parts(text: string): string[] {
  const bytes = Buffer.from(text, 'latin1')
  return readMail(bytes).parts.map(({ name, type, encoding, from, to }) => `${name} ${type}: ${Buffer.from(decodeTransfer(bytes.subarray(from, to), encoding)).toString('latin1')}`)
}

const problems = (text: string) => readMail(Buffer.from(text, 'latin1')).problems.map(({ offset, reason }) => `${offset} ${reason}`)

describe('readMail', () => {
  test('a mail without parts is one', () => {
    expect(parts(`${HEAD}\nhello\n`)).toEqual(['part-1.txt text/plain: hello\n'])
    expect(parts(`From x Mon Nov 23 00:00:00 2026\r\n${HEAD}Content-Transfer-Encoding: BASE64\r\n\r\naGk=`)).toEqual(['part-1.txt text/plain: hi'])
  })

  test('parts, within one another, with either line end, and nothing of what is around them', () => {
    const text = `${HEAD}Content-Type: multipart/mixed;\n boundary=o\n\nbefore\n--o\nContent-Type: multipart/alternative; boundary="i"\n\n--i\n\nplain\n--i\nContent-Type: text/html\n\n<p>\n--i--\nbetween\n--o  \nContent-Disposition: attachment; filename=a.csv\nContent-Transfer-Encoding: quoted-printable\n\nx=3Dy\n\n--o--\nafter\n`
    const expected = ['part-1.txt text/plain: plain', 'part-2.html text/html: <p>', 'a.csv text/plain: x=y\n']
    expect(parts(text)).toEqual(expected)
    expect(parts(text.replaceAll('\n', '\r\n'))).toEqual(expected.map(part => part.replaceAll('\n', '\r\n')))
    expect(problems(text)).toEqual([])
  })

  test('a boundary is a line of its own, and no beginning of another', () => {
    expect(parts(`${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx --b\n--bb\n--b y\n--b--\n`)).toEqual(['part-1.txt text/plain: x --b\n--bb\n--b y'])
  })

  test.each([
    ['that is cut off', `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhalf`, [`${HEAD.length + 52} cut off: the end of its parts is missing`], ['part-1.txt text/plain: half']],
    ['without its boundary', `${HEAD}Content-Type: multipart/mixed; boundary=b\n\nno part\n`, [`${HEAD.length + 43} the boundary between its parts is not there`], []],
    ['that names none', `${HEAD}Content-Type: multipart/mixed\n\ntext\n`, [`${HEAD.length + 31} parts without a boundary between them`], ['part-1.bin multipart/mixed: text\n']],
    ['with a line that is no field', `${HEAD}no field\nmore: or less\n`, [`${HEAD.length} a line within the head is no field of a mail`], ['part-1.txt text/plain: no field\nmore: or less\n']],
    ['that is none', '\0\0\0', ['0 a line within the head is no field of a mail', '0 no field of a mail'], ['part-1.txt text/plain: \0\0\0']],
    ['that is empty', '', ['0 no field of a mail'], ['part-1.txt text/plain: ']],
  ])('one %s', (_, text, wrong, read) => {
    expect([problems(text), parts(text)]).toEqual([wrong, read])
  })

  test('depth and number of parts are bounded', () => {
    let deep = 'end\n'
    for (let depth = 0; depth < PART_DEPTH + 5; depth++) deep = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${deep}--b${depth}--\n`
    expect([parts(HEAD + deep).length, problems(HEAD + deep).map(problem => problem.replace(/^\d+ /, ''))]).toEqual([1, [`parts within one another more than ${PART_DEPTH} deep`]])
    const many = `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(PARTS + 50)}--b--\n`
    expect([parts(many).length, problems(many).length]).toEqual([PARTS, 1])
  })

  test('takes time in proportion to what there is', () => {
    const used = (text: string) => {
      const bytes = Buffer.from(text, 'latin1')
      const before = process.cpuUsage()
      readMail(bytes)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }
    const boundary = 'b'.repeat(100)
    for (const text of [
      `${HEAD}Content-Type: multipart/mixed; boundary=${boundary}\n\n${`x--${boundary}`.repeat(20_000)}`, `${HEAD}${'A: b\n'.repeat(300_000)}`, `${HEAD}Content-Type: ${'('.repeat(900_000)}\n\n`,
      `${HEAD}Content-Type: text/plain; ${'name*0*=%41;'.repeat(60_000)}\n\n`, `${HEAD}Content-Type: text/plain; name="${'=?utf-8?Q?'.repeat(80_000)}"\n\n`,
    ]) expect(used(text)).toBeLessThan(3_000)
  })

  test('whatever the bytes are, it ends, and every part lies within them', () => {
    const piece = fc.constantFrom('--b\n', '--b--\n', '--c\r\n', '\n', '\r\n', 'Content-Type: multipart/mixed; boundary=b\n', 'Content-Type: multipart/mixed; boundary="c"\n', 'Content-Transfer-Encoding: base64\n', ': x\n', 'From: a\n', ' fold\n', 'text', '\0', '\u00ff')
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      const bytes = Buffer.from(pieces.join(''), 'latin1')
      const mail = readMail(bytes)
      for (const { from, to } of mail.parts) expect(0 <= from && from <= to && to <= bytes.length).toBe(true)
      for (const { offset } of mail.problems) expect(offset >= 0 && offset <= bytes.length).toBe(true)
    }), { numRuns: byDepth(300, 5_000, 200_000) })
  })
})

describe('looksLikeMail', () => {
  test.each([
    ['a mail', `${HEAD}\nx`, true],
    ['one whose head is longer than what is looked at', `Received: from x\r\n\tby y\r\nFrom: a\r\nSubject: b\r\nDKIM-Signature: ${'x'.repeat(5_000)}`, true],
    ['one of a mailbox file', `From a@example.jp Mon Nov 23 00:00:00 2026\n${HEAD}`, true],
    ['a request', 'GET / HTTP/1.1\r\nHost: x\r\nFrom: a\r\n\r\n', false],
    ['a head of HTTP', 'Host: x\r\nDate: y\r\nContent-Type: z\r\n\r\n', false],
    ['a log', 'Nov 23 00:00:00 host app: From: a To: b Subject: c\n', false],
    ['YAML', 'from: a\nto: b\nitems:\n  - x\nsubject: y\n---\n', false],
    ['JSON', '{"From":1}', false],
    ['nothing', '', false],
  ])('%s', (_, text, expected) => {
    expect(looksLikeMail(Buffer.from(text))).toBe(expected)
  })
})
