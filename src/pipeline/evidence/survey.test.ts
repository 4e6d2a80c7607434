import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { DecodeError, Decoder, EvidenceFile } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import { anyDecoder, logBytes, onlyMember, writeEvidence, zipOf } from './evidence-fixtures.ts'
import { evidenceFile } from './evidence-file.ts'
import { JAPANESE_BYTES, JAPANESE_TEXT } from './japanese-fixture.ts'
import type { Surveyed } from './survey.ts'
import { surveyMember } from './survey.ts'

const CONTENT = logBytes(2_500_000)

async function survey(content: Uint8Array, decoders: readonly Decoder[] = [anyDecoder]): Promise<Surveyed> {
  return structuredClone(await surveyMember(await onlyMember(writeEvidence(content)), decoders))
}

async function open(surveyed: Surveyed, errors: DecodeError[] = []): Promise<EvidenceFile> {
  return evidenceFile(surveyed, { date: 0, encoding: surveyed.encoding, recover: false }, { error: error => errors.push(error) })
}

async function bytesOf(file: EvidenceFile, from: number, to: number): Promise<Buffer> {
  const blocks: Uint8Array[] = []
  for await (const block of file.read(from, to)) blocks.push(new Uint8Array(block))
  return Buffer.concat(blocks)
}

/** Asked with the head it saw, planned with the encoding it was told. */
function recorder(recognised: string) {
  const seen = { heads: [] as string[], encodings: [] as string[] }
  const decoder: Decoder = {
    ...anyDecoder,
    recognises(head) {
      seen.heads.push(Buffer.from(head).toString())
      return seen.heads.at(-1)!.includes(recognised)
    },
    planner({ encoding }) {
      seen.encodings.push(encoding)
      return anyDecoder.planner({ encoding })
    },
  }
  return { seen, decoder }
}

describe('a survey', () => {
  test('of what was hashed when it was received is the same, and where it is something else now, by what it is', async () => {
    const locator = await onlyMember(writeEvidence(CONTENT))
    const plain = await surveyMember(locator, [anyDecoder])
    expect(await surveyMember(locator, [anyDecoder], { known: { sha256: plain.sha256, bytes: plain.bytes } })).toEqual(plain)
    expect(await surveyMember(locator, [anyDecoder], { known: { sha256: 'f'.repeat(64), bytes: plain.bytes + 1 } })).toEqual(plain)
  })

  test('gives the same for the same content however it is packed', async () => {
    const content = Buffer.concat([CONTENT, JAPANESE_BYTES.shift_jis])
    const zips = [await zipOf({ a: content }), await zipOf({ a: content }, { password: 'infected' })]
    const packings = [content, gzipSync(content), zstdCompressSync(content), ...zips]
    for (const packed of packings) {
      expect(await survey(packed)).toEqual({
        locator: expect.anything(),
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.length,
        encoding: 'shift_jis',
        format: 'any',
        isText: true,
        errors: [],
        chunks: [
          { number: 0, from: 0, to: 1_000_000, firstRecord: 0 }, { number: 1, from: 1_000_000, to: 2_000_000, firstRecord: 0 },
          { number: 2, from: 2_000_000, to: content.length, firstRecord: 0 },
        ],
      })
    }
  })

  test('hands decoders a head in UTF-8, in the order of their list', async () => {
    for (const bytes of Object.values(JAPANESE_BYTES)) {
      const first = recorder('never')
      const second = recorder('田中')
      const surveyed = await survey(bytes, [first.decoder, second.decoder, anyDecoder])
      expect([surveyed.format, first.seen.heads, second.seen.heads]).toEqual(['any', [JAPANESE_TEXT], [JAPANESE_TEXT]])
    }
    const { seen, decoder } = recorder('')
    await survey(Buffer.concat([Buffer.from('efbbbf', 'hex'), CONTENT]), [decoder])
    expect(seen.heads).toEqual([CONTENT.subarray(0, HEAD_BYTES - 3).toString()])
  })

  test('plans again only when the rest moves the borders of records', async () => {
    for (const [encoding, planned] of [['euc-jp', ['utf-8']], ['iso-2022-jp', ['utf-8', 'iso-2022-jp']]] as const) {
      const { seen, decoder } = recorder('')
      const surveyed = await survey(Buffer.concat([CONTENT, JAPANESE_BYTES[encoding]]), [decoder])
      expect([surveyed.encoding, seen.encodings, surveyed.chunks.length]).toEqual([encoding, planned, 3])
    }
  })

  test('says when there is nothing, or nothing known', async () => {
    const empty = { bytes: 0, format: null, chunks: [], errors: [{ offset: 0, reason: 'empty file' }] }
    expect(await survey(Buffer.alloc(0))).toMatchObject(empty)
    expect(await survey(gzipSync(Buffer.alloc(0)))).toMatchObject(empty)
    expect(await survey(CONTENT, [])).toMatchObject({ format: null, chunks: [], errors: [{ offset: 0, reason: 'format not recognised' }] })
  })

  test('of a damaged member covers what can be read', async () => {
    const surveyed = await survey(gzipSync(CONTENT).subarray(0, 100_000))
    const readable = CONTENT.subarray(0, surveyed.bytes)
    expect(surveyed).toMatchObject({
      sha256: createHash('sha256').update(readable).digest('hex'),
      format: 'any',
      errors: [{ offset: surveyed.bytes, reason: 'cut off: the compressed data ends in the middle' }],
    })
    expect(surveyed.chunks.at(-1)!.to).toBe(surveyed.bytes)
  })

  test('tells how far it is', async () => {
    const steps: number[] = []
    await surveyMember(await onlyMember(writeEvidence(gzipSync(CONTENT))), [anyDecoder], { onBytes: bytes => steps.push(bytes) })
    expect(steps).toEqual([1_048_576, 1_048_576, CONTENT.length - 2 * 1_048_576])
  })
})

describe('evidence', () => {
  const packed = { plain: CONTENT, gzip: gzipSync(CONTENT), zstd: zstdCompressSync(CONTENT) }

  test.each(Object.entries(packed))('%s has the head and the bytes of its content, in ranges in any order', async (_, content) => {
    const errors: DecodeError[] = []
    const file = await open(await survey(content), errors)
    expect([file.bytes, Buffer.from(file.head).equals(CONTENT.subarray(0, HEAD_BYTES))]).toEqual([CONTENT.length, true])
    await fc.assert(fc.asyncProperty(fc.nat(CONTENT.length), fc.nat(200_000), async (from, length) => {
      return (await bytesOf(file, from, from + length)).equals(CONTENT.subarray(from, from + length))
    }), { numRuns: byDepth(5, 30, 300) })
    for (let from = 0; from < CONTENT.length; from += 99_999) {
      expect((await bytesOf(file, from, from + 99_999)).equals(CONTENT.subarray(from, from + 99_999))).toBe(true)
    }
    expect(errors).toEqual([])
  })

  test('that was damaged when surveyed is read to the damage without meeting it again', async () => {
    const errors: DecodeError[] = []
    const surveyed = await survey(gzipSync(CONTENT).subarray(0, 100_000))
    const file = await open(surveyed, errors)
    expect([(await bytesOf(file, 0, Infinity)).length, errors]).toEqual([surveyed.bytes, []])
  })

  test('that is gone by now is an error, not an exception', async () => {
    const errors: DecodeError[] = []
    const surveyed = await survey(CONTENT)
    const file = await open({ ...surveyed, locator: { ...surveyed.locator, file: '/nowhere/gone' } }, errors)
    expect(await bytesOf(file, 100, 200)).toEqual(Buffer.alloc(0))
    expect(errors).toEqual([{ offset: 100, reason: 'cannot be read: no such file or directory' }])
  })

  test('of many protected members may be open at the same time', async () => {
    const archive = await zipOf({ a: CONTENT }, { password: 'infected' })
    const files = await Promise.all(Array.from({ length: 20 }, async () => open(await survey(archive))))
    for (const file of files) expect((await bytesOf(file, 0, 10)).equals(CONTENT.subarray(0, 10))).toBe(true)
    for (const file of files) expect((await bytesOf(file, 10, 20)).equals(CONTENT.subarray(10, 20))).toBe(true)
  })

  test('two ranges read at the same time do not disturb each other', async () => {
    const file = await open(await survey(packed.gzip))
    const [a, b] = await Promise.all([bytesOf(file, 0, 2_000_000), bytesOf(file, 500_000, 2_500_000)])
    expect([a.equals(CONTENT.subarray(0, 2_000_000)), b.equals(CONTENT.subarray(500_000, 2_500_000))]).toEqual([true, true])
  })
})
