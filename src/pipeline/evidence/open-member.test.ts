import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { deflateRawSync, gzipSync, zstdCompressSync, constants } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { UNPACK_LIMITS } from './defaults.ts'
import { discoverAll, logBytes, onlyMember, readAll, writeEvidence, zipOf } from './evidence-fixtures.ts'
import type { MemberLocator } from './member-locator.ts'
import { isSeekable } from './member-locator.ts'
import { rawZip } from './raw-zip-fixture.ts'
import { removeSpool } from './spool.ts'

afterAll(removeSpool)

const CONTENT = logBytes(300_000)
const NAME = Buffer.from('b.log')
const CHECKSUM = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
const PROTECTED = { password: 'infected' }
const REFUSED_OR_DAMAGED = /damaged|cut off|not gzip|not zstd|checksum|length|belong|more than|bomb/

const deflated = { name: NAME, content: CONTENT, data: deflateRawSync(CONTENT), method: 8 }

const PACKINGS: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'as it is': () => CONTENT,
  'gzip': () => gzipSync(CONTENT),
  'gzip of several members': () => Buffer.concat([
    gzipSync(CONTENT.subarray(0, 1_000)), gzipSync(Buffer.alloc(0)), gzipSync(CONTENT.subarray(1_000)),
  ]),
  'gzip padded with zeros': () => Buffer.concat([gzipSync(CONTENT), Buffer.alloc(5_000)]),
  'gzip with every header field': () => gzipWithHeader(),
  'zstd': () => zstdCompressSync(CONTENT),
  'zstd of several frames': () => Buffer.concat([
    zstdCompressSync(CONTENT.subarray(0, 1_000), CHECKSUM), skippableFrame(), zstdCompressSync(CONTENT.subarray(1_000), CHECKSUM),
  ]),
  'gzip in zstd in gzip': () => gzipSync(zstdCompressSync(gzipSync(CONTENT))),
  'stored in ZIP': () => zipOf({ 'b.log': CONTENT }, { level: 0 }),
  'deflated in ZIP': () => zipOf({ 'b.log': CONTENT }),
  'deflated in ZIP64': () => zipOf({ 'b.log': CONTENT }, { zip64: true }),
  'Deflate64 in ZIP': () => rawZip([{ ...deflated, method: 9, data: deflateRawSync(CONTENT, { strategy: constants.Z_HUFFMAN_ONLY }) }]),
  'zstd in ZIP': () => rawZip([{ ...deflated, method: 93, data: zstdCompressSync(CONTENT) }]),
  'ZipCrypto': () => zipOf({ 'b.log': CONTENT }, { password: 'infected', zipCrypto: true }),
  'ZipCrypto, stored': () => zipOf({ 'b.log': CONTENT }, { password: 'infected', zipCrypto: true, level: 0 }),
  'AES-256': () => zipOf({ 'b.log': CONTENT }, { password: 'infected', encryptionStrength: 3 }),
  'AES-128, stored': () => zipOf({ 'b.log': CONTENT }, { password: 'infected', encryptionStrength: 1, level: 0 }),
  'gzip in ZIP': async () => zipOf({ 'b.log.gz': gzipSync(CONTENT) }, { level: 0 }),
  'ZIP in ZIP': async () => zipOf({ 'inner.zip': await zipOf({ 'b.log': CONTENT }) }),
  'protected ZIP in protected ZIP': async () => zipOf({ 'inner.zip': await zipOf({ 'b.log': CONTENT }, PROTECTED) }, PROTECTED),
  'ZIP in gzip': async () => gzipSync(await zipOf({ 'b.log': CONTENT })),
}

describe.each(Object.entries(PACKINGS))('a member packed as %s', (_, pack) => {
  test('gives its content without errors', async () => {
    const locator = await onlyMember(writeEvidence(await pack()))
    const { content, errors } = await readAll(structuredClone(locator))
    expect({ errors, equal: content.equals(CONTENT) }).toEqual({ errors: [], equal: true })
  })

  test('gives any range as a slice of its content', async () => {
    const locator = await onlyMember(writeEvidence(await pack()))
    const offset = fc.nat(CONTENT.length + 10)
    await fc.assert(fc.asyncProperty(offset, offset, async (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const { content, errors } = await readAll(locator, from, to)
      return errors.length === 0 && content.equals(CONTENT.subarray(from, to))
    }), { numRuns: byDepth(2, 20, 200) })
  })
})

test('compressed data of many blocks gives its content in every packing', async () => {
  const noise = createHash('shake256', { outputLength: byDepth(1_200_000, 3_500_000, 10_000_000) }).update('noise').digest()
  const inner = await zipOf({ a: noise }, { level: 1 })
  const packings = [
    noise, gzipSync(noise), zstdCompressSync(noise), zstdCompressSync(gzipSync(noise)),
    inner, gzipSync(inner, { level: 1 }), await zipOf({ a: inner }, { level: 1 }),
    await zipOf({ a: noise }, { level: 0 }), await zipOf({ a: noise }, PROTECTED),
    await zipOf({ a: noise }, { ...PROTECTED, zipCrypto: true }),
  ]
  for (const packed of packings) {
    const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)))
    expect({ errors, equal: content.equals(noise) }).toEqual({ errors: [], equal: true })
  }
})

test('only plain files and stored entries are seekable', async () => {
  const seekable: string[] = []
  for (const [name, pack] of Object.entries(PACKINGS)) if (isSeekable(await onlyMember(writeEvidence(await pack())))) seekable.push(name)
  expect(seekable).toEqual(['as it is', 'stored in ZIP'])
})

describe('a damaged member gives what can be read, and why it ends', () => {
  test.each([
    ['gzip', gzipSync(CONTENT), 0.9],
    ['zstd', zstdCompressSync(CONTENT), 0.3],
    ['gzip in zstd', zstdCompressSync(gzipSync(CONTENT, { level: 0 })), 0.5],
  ])('%s cut off in the middle', async (_, packed, least) => {
    const half = packed.subarray(0, packed.length >> 1)
    const { content, errors } = await readAll(await onlyMember(writeEvidence(half)))
    expect(errors).toEqual([{ offset: content.length, reason: expect.stringMatching(/^cut off: the \w+ data ends in the middle$/) }])
    expect(content.equals(CONTENT.subarray(0, content.length))).toBe(true)
    expect(content.length).toBeGreaterThanOrEqual(least * CONTENT.length / 2)
  })

  test('gzip with a wrong checksum keeps all of its content', async () => {
    const packed = Buffer.concat([gzipSync(CONTENT), gzipSync(NAME)])
    packed[gzipSync(CONTENT).length - 6]! ^= 1
    const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)))
    expect(errors).toEqual([{ offset: CONTENT.length, reason: 'the gzip checksum does not match: the content is damaged' }])
    expect(content.equals(Buffer.concat([CONTENT, NAME]))).toBe(true)
  })

  test('zstd with a wrong checksum keeps all of its content', async () => {
    const packed = zstdCompressSync(CONTENT, CHECKSUM)
    packed[packed.length - 1]! ^= 1
    const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)))
    expect(errors).toEqual([{ offset: CONTENT.length, reason: 'the zstd checksum does not match: the content is damaged' }])
    expect(content.equals(CONTENT)).toBe(true)
  })

  test.each([
    ['gzip', gzipSync(CONTENT), '7 bytes after the end of the gzip data belong to nothing'],
    ['zstd', zstdCompressSync(CONTENT), 'bytes after the end of the zstd data belong to nothing'],
  ])('%s with something behind it', async (_, packed, reason) => {
    const { content, errors } = await readAll(await onlyMember(writeEvidence(Buffer.concat([packed, Buffer.from('garbage')]))))
    expect(errors).toEqual([{ offset: CONTENT.length, reason }])
    expect(content.equals(CONTENT)).toBe(true)
  })

  test('ZIP whose checksum is wrong keeps all of its content', async () => {
    const packed = rawZip([{ ...deflated, data: deflateRawSync(Buffer.from(CONTENT).fill(65, 0, 9)) }])
    const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)))
    expect(errors).toEqual([{ offset: CONTENT.length, reason: 'the ZIP checksum does not match: the content is damaged' }])
    expect(content.length).toBe(CONTENT.length)
  })

  test('ZIP that holds more than it declares stops there', async () => {
    const { content, errors } = await readAll(await onlyMember(writeEvidence(rawZip([{ ...deflated, declaredBytes: 1_000 }]))))
    expect(errors).toEqual([{ offset: 1_000, reason: 'more than the 1000 bytes that the archive declares; not read further' }])
    expect(content.equals(CONTENT.subarray(0, 1_000))).toBe(true)
  })

  test('an AES entry whose authentication code is wrong keeps nearly all of its content', async () => {
    const packed = Buffer.from(await zipOf({ 'b.log': CONTENT }, { password: 'infected', level: 0, dataDescriptor: false }))
    packed[packed.indexOf('PK\x01\x02', 0, 'latin1') - 1]! ^= 1
    const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)))
    expect(errors).toEqual([{ offset: content.length, reason: expect.stringMatching(/authentication/i) }])
    expect(content.equals(CONTENT.subarray(0, content.length))).toBe(true)
  })

  test('a file that is gone says so', async () => {
    const { content, errors } = await readAll({ path: 'gone', file: '/nowhere/gone', steps: [] })
    expect([content.length, errors]).toEqual([0, [{ offset: 0, reason: 'cannot be read: no such file or directory' }]])
  })
})

describe('hostile content', () => {
  test('a stream out of all proportion is stopped as a bomb', async () => {
    const limits = { ...UNPACK_LIMITS, ratioFreeBytes: 100_000 }
    const zeros = Buffer.alloc(4_000_000)
    const zips = [await zipOf({ a: zeros }), await zipOf({ a: zeros }, PROTECTED)]
    const bombs = [gzipSync(zeros), zstdCompressSync(zeros), gzipSync(gzipSync(zeros)), ...zips]
    for (const packed of bombs) {
      const { content, errors } = await readAll(await onlyMember(writeEvidence(packed)), 0, Infinity, limits)
      const reason = expect.stringMatching(/^looks like a decompression bomb: \d+ bytes from \d+, more than 200 to 1/)
      expect(errors).toEqual([{ offset: content.length, reason }])
      expect(content.length).toBeLessThan(2_000_000)
    }
  })

  test('a member is read to its limit and no further', async () => {
    const limits = { ...UNPACK_LIMITS, memberBytes: 70_000 }
    const { content, errors } = await readAll(await onlyMember(writeEvidence(gzipSync(CONTENT))), 0, Infinity, limits)
    expect(errors).toEqual([{ offset: content.length, reason: 'more than 70000 bytes in one member; not read further' }])
  })

  test('more gzip members or zstd frames than a file has are refused', async () => {
    for (const packed of [gzipSync(NAME), zstdCompressSync(NAME)]) {
      const locator = await onlyMember(writeEvidence(Buffer.concat(Array.from({ length: 20 }, () => packed))))
      const { content, errors } = await readAll(locator, 0, Infinity, { ...UNPACK_LIMITS, frames: 10 })
      expect([content.length, errors]).toEqual([50, [{ offset: 50, reason: expect.stringMatching(/^more than 10 /) }]])
    }
  })

  const containers = Object.entries(PACKINGS).filter(([name]) => name !== 'as it is')

  test.each(containers)('%s with bits flipped or cut short throws nothing, and twice the same', async (_, pack) => {
    const packed = Buffer.from(await pack())
    const flips = fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(7)), { maxLength: 4 })
    await fc.assert(fc.asyncProperty(flips, fc.option(fc.nat(packed.length)), async (places, length) => {
      const damaged = Buffer.from(packed.subarray(0, length ?? packed.length))
      for (const [at, bit] of places) if (at < damaged.length) damaged[at]! ^= 1 << bit
      const path = writeEvidence(damaged)
      for (const found of await discoverAll(path)) if (found.kind === 'member') await expectSameTwice(found.locator)
    }), { numRuns: byDepth(2, 30, 1_000) })
  })

  test('random bytes behind each magic throw nothing', async () => {
    const magics = ['1f8b08', '1f8b0800', '28b52ffd', '504b0304', '504b0506', '502a4d18', ''].map(hex => Buffer.from(hex, 'hex'))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 400 }), async (magic, rest) => {
      const found = await discoverAll(writeEvidence(Buffer.concat([magic, rest])))
      for (const each of found) if (each.kind === 'member') await expectSameTwice(each.locator)
      return found.length > 0
    }), { numRuns: byDepth(30, 300, 10_000) })
  })
})

async function expectSameTwice(locator: MemberLocator): Promise<void> {
  const first = await readAll(locator)
  const second = await readAll(locator)
  expect(second.content.equals(first.content)).toBe(true)
  expect(second.errors).toEqual(first.errors)
  for (const { reason } of first.errors) expect(reason).toMatch(REFUSED_OR_DAMAGED)
}

function gzipWithHeader(): Buffer {
  const plain = gzipSync(CONTENT)
  const header = Buffer.from([...plain.subarray(0, 3), 2 | 4 | 8 | 16, ...plain.subarray(4, 10), 3, 0, 1, 2, 3])
  return Buffer.concat([header, Buffer.from('name\0comment\0\x12\x34'), plain.subarray(10)])
}

function skippableFrame(): Buffer {
  return Buffer.from('5a2a4d1803000000aabbcc', 'hex')
}
