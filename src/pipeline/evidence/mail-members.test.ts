import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { segmentLineOf } from '../collect/segment.ts'
import { discoverAll, readAll, writeEvidence, zipOf } from './evidence-fixtures.ts'
import { isSeekable } from './member-locator.ts'

/** A mail with these attachments, in base64. */
function mailOf(attachments: Readonly<Record<string, Uint8Array | string>>): string {
  const parts = Object.entries(attachments).map(([name, content]) =>
    `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`)
  return `From: a@example.jp\r\nTo: b@example.jp\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n${parts.join('')}--b--\r\n`
}

/** Each member: its path below the file, and what it holds. */
async function members(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const each of await discoverAll(path)) {
    if (each.kind === 'unreadable') found[each.path.slice(path.length)] = `unreadable: ${each.reason}`
    else found[each.locator.path.slice(path.length)] = (await readAll(each.locator)).content.toString()
  }
  return found
}

describe('a mail', () => {
  test('is a member, and so is each of its parts, what is in archives too', async () => {
    const mail = mailOf({ 'a.csv': 'x,y\n', 'b.log.gz': gzipSync('packed\n'), 'c.zip': await zipOf({ 'd.log': Buffer.from('zipped\n') }) })
    expect(await members(writeEvidence(Buffer.from(mail)))).toEqual({ '': mail, '!/part-1.txt': 'hello', '!/a.csv': 'x,y\n', '!/b.log.gz': 'packed\n', '!/c.zip!/d.log': 'zipped\n' })
  })

  test('within a mail, in an archive, or packed, is opened too', async () => {
    const inner = mailOf({ 'a.csv': 'x\n' })
    const plain = `From: o@example.jp\r\nTo: b@example.jp\r\nSubject: fwd\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--outer--\r\n`
    expect(await members(writeEvidence(Buffer.from(plain)))).toMatchObject({ '': plain, '!/part-1.eml': inner, '!/part-1.eml!/part-1.txt': 'hello', '!/part-1.eml!/a.csv': 'x\n' })
    expect(await members(writeEvidence(Buffer.from(mailOf({ 'f.eml': inner }))))).toMatchObject({ '!/f.eml': inner, '!/f.eml!/a.csv': 'x\n' })
    expect(await members(writeEvidence(gzipSync(inner)))).toMatchObject({ '': inner, '!/a.csv': 'x\n' })
    expect(await members(writeEvidence(await zipOf({ 'm.eml': Buffer.from(inner) })))).toMatchObject({ '!/m.eml': inner, '!/m.eml!/a.csv': 'x\n' })
  })

  test('of a mailbox file is a member of it', async () => {
    const [one, two] = [mailOf({ 'a.csv': 'x\n' }), mailOf({ 'b.csv': 'y\n' })]
    const line = 'From a@example.jp Mon Nov 23 00:00:00 2026\r\n'
    expect(await members(writeEvidence(Buffer.from(`${line}${one}\r\n${line}${two}`)))).toEqual({
      '!/1.eml': `${one}\r\n`, '!/1.eml!/part-1.txt': 'hello', '!/1.eml!/a.csv': 'x\n', '!/2.eml': two, '!/2.eml!/part-1.txt': 'hello', '!/2.eml!/b.csv': 'y\n',
    })
  })

  test('within a mail within a mail is opened to a depth', async () => {
    let mail = mailOf({ 'end.csv': 'x\n' })
    for (let depth = 0; depth < 6; depth++) mail = mailOf({ [`${depth}.eml`]: mail })
    const found = await members(writeEvidence(Buffer.from(mail)))
    expect(Object.values(found).filter(text => text.startsWith('unreadable'))).toEqual(['unreadable: containers within one another more than 4 deep'])
  })

  test('with parts as they are can be read anywhere; with encoded ones from the beginning', async () => {
    const path = writeEvidence(Buffer.from(mailOf({ 'a.csv': 'x,y\n'.repeat(1_000) })))
    const [, text, csv] = (await discoverAll(path)).map(each => (each.kind === 'member' ? each.locator : null))
    expect([isSeekable(text!), isSeekable(csv!)]).toEqual([true, false])
    expect((await readAll(text!, 1, 3)).content.toString()).toBe('el')
    expect((await readAll(csv!, 3_998, Infinity)).content.toString()).toBe('y\n')
  })
})

describe('a segment that holds a content', () => {
  const DOCUMENT = { name: 'in/報告.eml', mark: { of: 'file-1', at: 'taken' } }
  const line = (more = {}) => segmentLineOf({ source: 'drop', sequence: 7, format: 'document', opened: 0, document: DOCUMENT, ...more })

  test('gives it under its name, with what the source says of it, and not itself', async () => {
    const mail = mailOf({ 'a.zip': await zipOf({ 'd.csv': Buffer.from('x\n') }) })
    const path = writeEvidence(Buffer.concat([line({ zone: 'Asia/Tokyo' }), Buffer.from(mail)]))
    expect(await members(path)).toEqual({ '!/in/報告.eml': mail, '!/in/報告.eml!/part-1.txt': 'hello', '!/in/報告.eml!/a.zip!/d.csv': 'x\n' })
    expect((await discoverAll(path)).map(each => (each.kind === 'member' ? each.locator.readAs : null))).toEqual(Array.from({ length: 3 }, () => ({ zone: 'Asia/Tokyo', dataset: undefined })))
  })

  test('has the identity of the content alone', async () => {
    const folder = temporaryFolder()
    for (const [name, sequence] of [['1', 1], ['2', 2]] as const) writeFileSync(join(folder, name), Buffer.concat([line({ sequence }), Buffer.from('{"a":1}\n')]))
    const found = await Promise.all((await discoverAll(folder)).map(async each => (each.kind === 'member' ? createHash('sha256').update((await readAll(each.locator)).content).digest('hex') : each.reason)))
    expect(new Set(found)).toEqual(new Set([createHash('sha256').update('{"a":1}\n').digest('hex')]))
  })

  test('of another segment is opened to a depth', async () => {
    let content = Buffer.from('x\n')
    for (let depth = 0; depth < 50; depth++) content = Buffer.concat([line(), content])
    expect(Object.values(await members(writeEvidence(content)))).toEqual(['unreadable: containers within one another more than 4 deep'])
  })
})
