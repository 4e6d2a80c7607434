import { once } from 'node:events'
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { UNPACK_LIMITS } from './defaults.ts'
import { discoverAll, logBytes, readAll, writeEvidence, zipOf } from './evidence-fixtures.ts'
import { findFiles } from './found-files.ts'
import type { RawEntry } from './raw-zip-fixture.ts'
import { rawZip } from './raw-zip-fixture.ts'
import { removeSpool } from './spool.ts'

afterAll(removeSpool)

const TEXT = Buffer.from('hello\n')

/** Every path below a folder with its content, or with the reason why there is none. */
async function shown(path: string, options: Parameters<typeof discoverAll>[1] = {}): Promise<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const found of await discoverAll(path, options)) {
    if (found.kind === 'unreadable') result[found.path.replace(path, '')] = found.reason
    else result[found.locator.path.replace(path, '')] = (await readAll(found.locator)).content.toString()
  }
  return result
}

describe('files and directories', () => {
  test('are found below a directory in the order of their names, by content and not by name', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'b/c'), { recursive: true })
    writeFileSync(join(folder, 'b/c/deep.log'), TEXT)
    writeFileSync(join(folder, 'z.log'), TEXT)
    writeFileSync(join(folder, 'packed.txt'), gzipSync(TEXT))
    writeFileSync(join(folder, 'plain.gz'), TEXT)
    writeFileSync(join(folder, 'a.jpg'), await zipOf({ 'x/y.log': TEXT, 'x/z.log.gz': gzipSync(TEXT) }))
    expect(Object.entries(await shown(folder))).toEqual([
      ['/a.jpg!/x/y.log', 'hello\n'], ['/a.jpg!/x/z.log.gz', 'hello\n'], ['/b/c/deep.log', 'hello\n'],
      ['/packed.txt', 'hello\n'], ['/plain.gz', 'hello\n'], ['/z.log', 'hello\n'],
    ])
  })

  test('are found once though they are given twice', async () => {
    const folder = temporaryFolder()
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), TEXT)
    symlinkSync('.', join(folder, 'self'))
    const found: string[] = []
    const given = [join(folder, 'b'), join(folder, './b'), folder, join(folder, 'c'), join(folder, 'self'), `${folder}/`]
    for await (const { path } of findFiles(given)) found.push(path.replace(folder, ''))
    expect(found).toEqual(['/b', '/a', '/c'])
  })

  test('carry the time of the file in microseconds, members of archives too', async () => {
    const path = writeEvidence(await zipOf({ a: TEXT }))
    utimesSync(path, 1_700_000_000, 1_700_000_000.25)
    expect(await discoverAll(path)).toMatchObject([{ kind: 'member', date: 1_700_000_000_250_000, sizeHint: 6 }])
  })

  test('that cannot be read are named with the reason', async () => {
    const folder = temporaryFolder()
    const server = createServer().listen(join(folder, 'socket'))
    await once(server, 'listening')
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'name-')), Buffer.from('95f18d90', 'hex')]), TEXT)
    symlinkSync('/etc/hostname', join(folder, 'out'))
    symlinkSync('missing', join(folder, 'nowhere'))
    symlinkSync('circle', join(folder, 'circle'))
    writeFileSync(join(folder, 'real'), TEXT)
    symlinkSync('real', join(folder, 'within'))
    symlinkSync('.', join(folder, 'self'))
    expect(await shown(folder)).toEqual({
      '/circle': 'cannot be read: its symbolic links form a circle',
      '/name-\ufffd\ufffd': 'cannot be read: its name is not UTF-8; give it another name',
      '/nowhere': 'cannot be read: no such file or directory',
      '/out': 'a symbolic link that leads out of the directory given is not followed',
      '/real': 'hello\n',
      '/socket': 'cannot be read: it is a socket, not a file',
    })
    server.close()
    expect(await shown(join(folder, 'gone'))).toEqual({ '': 'cannot be read: no such file or directory' })
    expect(await shown(join(folder, 'within'))).toEqual({ '': 'hello\n' })
    expect(await discoverAll('/dev/null')).toMatchObject([{ kind: 'unreadable', reason: 'cannot be read: it is a device, not a file' }])
  })
})

describe('names in ZIP archives', () => {
  const named = (hex: string, rest: Partial<RawEntry> = {}) =>
    rawZip([{ name: Buffer.from(hex, 'hex'), content: TEXT, data: TEXT, method: 0, ...rest }])
  const names = async (archive: Uint8Array) => Object.keys(await shown(writeEvidence(archive)))

  test.each([
    ['CP932', '95f18d908f912f8fd890d52088ea97972e6c6f67', '!/報告書/証跡 一覧.log'],
    ['CP932 with a backslash as second byte', '955c8ea62e747874', '!/表示.txt'],
    ['EUC-JP', 'caf3b9f0bdf12fbedac0d72e6c6f67', '!/報告書/証跡.log'],
    ['UTF-8 without the flag', Buffer.from('報告書/証跡.log').toString('hex'), '!/報告書/証跡.log'],
    ['ASCII', Buffer.from('report.log').toString('hex'), '!/report.log'],
  ])('are read as %s', async (_, hex, name) => {
    expect(await names(named(hex))).toEqual([name])
  })

  test('are taken from the Unicode path field when it belongs to the name', async () => {
    const { crc32 } = await import('node:zlib')
    const raw = Buffer.from('95f18d90', 'hex')
    const unicode = Buffer.from('告報.log')
    const field = Buffer.alloc(9)
    field.writeUInt16LE(0x7075, 0)
    field.writeUInt16LE(5 + unicode.length, 2)
    field.writeUInt8(1, 4)
    field.writeUInt32LE(crc32(raw), 5)
    expect(await names(named('95f18d90', { extra: Buffer.concat([field, unicode]) }))).toEqual(['!/告報.log'])
  })

  test('that climb out of the archive are only names', async () => {
    expect(await shown(writeEvidence(await zipOf({ '../../etc/passwd': TEXT })))).toEqual({ '!/../../etc/passwd': 'hello\n' })
  })
})

describe('archives', () => {
  test('that are protected open with the first password that fits', async () => {
    const aes = writeEvidence(await zipOf({ a: TEXT, b: TEXT }, { password: 'secret' }))
    expect(await shown(aes, { passwords: ['infected', 'secret'] })).toEqual({ '!/a': 'hello\n', '!/b': 'hello\n' })
    expect(await shown(aes)).toEqual({
      '!/a': 'encrypted, and none of the 1 configured passwords opens it',
      '!/b': 'encrypted, and none of the 1 configured passwords opens it',
    })
  })

  test('that are protected weakly open with the password that makes sense, not with the first that may', async () => {
    const words = Array.from({ length: byDepth(300, 600, 2_000) }, (_, i) => `wrong${i}`)
    const zipCrypto = writeEvidence(await zipOf({ a: TEXT }, { password: 'secret', zipCrypto: true }))
    expect(await shown(zipCrypto, { passwords: [...words, 'secret'] })).toEqual({ '!/a': 'hello\n' })
  })

  test('within archives are opened four deep', async () => {
    const fourth = await zipOf({ 'd.gz': gzipSync(TEXT) })
    const third = await zipOf({ 'c.zip': fourth })
    expect(await shown(writeEvidence(await zipOf({ 'b.zip': third, 'a.log': TEXT })))).toEqual({
      '!/a.log': 'hello\n',
      '!/b.zip!/c.zip!/d.gz': 'hello\n',
    })
    expect(await shown(writeEvidence(await zipOf({ 'a.zip': await zipOf({ 'b.zip': third }) })))).toEqual({
      '!/a.zip!/b.zip!/c.zip!/d.gz': 'containers within one another more than 4 deep',
    })
  })

  test('that are empty or hold only directories say so', async () => {
    expect(await shown(writeEvidence(await zipOf({})))).toEqual({ '': 'the archive is empty' })
  })

  test.each([
    ['sizes in their headers', { dataDescriptor: false }],
    ['descriptors behind their data', { dataDescriptor: true }],
    ['descriptors with sizes of eight bytes', { dataDescriptor: true, zip64: true }],
  ])('cut off are read by the headers of their entries: with %s', async (_, options) => {
    const long = logBytes(200_000)
    const whole = Buffer.from(await zipOf({ 'a.log': TEXT, 'd/': Buffer.alloc(0), 'empty': Buffer.alloc(0), 'b.log': long }, options))
    const cut = whole.subarray(0, whole.indexOf('PK\x01\x02', 0, 'latin1') - 5_000)
    const { '': reason, '!/b.log': last, ...others } = await shown(writeEvidence(cut))
    expect([reason, others]).toEqual(['damaged ZIP directory: End of central directory not found', { '!/a.log': 'hello\n', '!/empty': '' }])
    expect(long.toString().startsWith(last!)).toBe(true)
    expect(last!.length).toBeGreaterThan(100_000)
  })

  test('cut off and encrypted say that they cannot be read', async () => {
    const whole = await zipOf({ 'a.log': TEXT }, { password: 'infected' })
    expect(await shown(writeEvidence(whole.subarray(0, -30)))).toEqual({
      '': 'damaged ZIP directory: End of central directory not found',
      '!/a.log': 'encrypted, and cannot be decrypted without the directory of the archive',
    })
  })

  test('whose entries overlap are told to be bombs, and the first is read', async () => {
    const entry = { name: Buffer.from('a'), content: TEXT, data: TEXT, method: 0 }
    const path = writeEvidence(rawZip([entry, { ...entry, name: Buffer.from('b'), headerOffset: 0 }]))
    expect(await shown(path)).toEqual({
      '!/a': 'hello\n',
      '!/b': 'looks like a decompression bomb: it overlaps another entry of the archive',
    })
  })

  test('with a method that is not supported name it', async () => {
    const lzma = { name: Buffer.from('a'), content: TEXT, data: TEXT, method: 14 }
    const strong = { ...lzma, name: Buffer.from('b'), method: 8, flags: 0x41 }
    expect(await shown(writeEvidence(rawZip([lzma, strong])))).toEqual({
      '!/a': 'ZIP compression method 14 is not supported',
      '!/b': 'the encryption method is not supported',
    })
  })

  test('that declare too much in all are read as far as they may be', async () => {
    const zeros = Buffer.alloc(60_000)
    const entry = { content: zeros, data: deflateRawSync(zeros), method: 8 }
    const path = writeEvidence(rawZip(['a', 'b', 'c'].map(name => ({ ...entry, name: Buffer.from(name) }))))
    const limits = { ...UNPACK_LIMITS, archiveFreeBytes: 130_000 }
    expect(await shown(path, { limits })).toEqual({
      '!/a': zeros.toString(), '!/b': zeros.toString(),
      '!/c': 'looks like a decompression bomb: the archives in this file declare more than 130000 bytes; the rest is not read',
    })
  })

  test('with too many entries, or too large inside another, are read as far as they may be', async () => {
    const path = writeEvidence(await zipOf({ a: TEXT, b: TEXT, 'c.zip': await zipOf({ d: TEXT }) }))
    expect(await shown(path, { limits: { ...UNPACK_LIMITS, zipEntries: 2 } })).toEqual({
      '!/a': 'hello\n', '!/b': 'hello\n', '': 'more than 2 entries in one archive; the others are not read',
    })
    expect(await shown(path, { limits: { ...UNPACK_LIMITS, spoolBytes: 10 } })).toEqual({
      '!/a': 'hello\n', '!/b': 'hello\n', '!/c.zip': 'archives within archives take more than 10 bytes',
    })
  })
})
