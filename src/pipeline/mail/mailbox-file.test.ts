import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { looksLikeMailboxFile, mailboxEntries } from './mailbox-file.ts'

const LINE = 'From a@example.jp Mon Nov 23 00:00:00 2026\n'

async function mails(text: string, size = 1_000): Promise<string[]> {
  async function* blocks() {
    for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size))
  }
  const found: string[] = []
  for await (const { from, to } of mailboxEntries(blocks())) found.push(text.slice(from, to))
  return found
}

test('mails follow lines that a program wrote, and no others', async () => {
  const one = 'Subject: 1\n\nFrom here on\n>From a@example.jp Mon Nov 23 00:00:00 2026\ntext\nFrom a@example.jp Mon Nov 23 00:00:00 2026\n\n'
  expect(await mails(`${LINE}${one}From b Tue Nov 24 00:00:00 2026 +0900\r\nSubject: 2\r\n\r\nend`)).toEqual([one, 'Subject: 2\r\n\r\nend'])
  expect([await mails(''), await mails('no line'), await mails(LINE)]).toEqual([[], [], ['']])
  expect(await mails(`${LINE}${'x'.repeat(5_000)} 2026\n\n${LINE}y`, 700)).toEqual([`${'x'.repeat(5_000)} 2026\n\n`, 'y'])
})

test('are the same however the file is cut', async () => {
  const piece = fc.constantFrom(LINE, '\n', '\r\n', 'From ', 'x', 'From x 2026\n', `${'y'.repeat(1_200)}\n`)
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), async (pieces, size) => {
    const text = LINE + pieces.join('')
    const found = await mails(text, 100_000)
    expect(await mails(text, size)).toEqual(found)
    expect(found.join('').length).toBeLessThan(text.length)
  }), { numRuns: byDepth(50, 1_000, 30_000) })
})

test.each([[`${LINE}From: a\nTo: b\nSubject: c\n\n`, true], ['From: a\nTo: b\nSubject: c\n\n', false], ['From here to there\n', false]])('%j', (text, expected) => {
  expect(looksLikeMailboxFile(Buffer.from(text))).toBe(expected)
})
