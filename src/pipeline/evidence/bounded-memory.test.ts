import { closeSync, openSync, writeSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { anyDecoder, logBytes, onlyMember, writeEvidence } from './evidence-fixtures.ts'
import { surveyMember } from './survey.ts'

const PART_BYTES = 16_000_000

/** Growth of the resident memory while reading that counts as bounded; what is read or offered is several times as large. */
const MAX_GROWTH_BYTES = 150e6

/** The same part many times over: gzip members and zstd frames may simply be joined. */
function repeated(part: Uint8Array, times: number): string {
  const path = writeEvidence(new Uint8Array(0))
  const file = openSync(path, 'a')
  for (let time = 0; time < times; time++) writeSync(file, part)
  closeSync(file)
  return path
}

async function growthWhile(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss
  let peak = before
  const sample = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss) }, 5)
  await work()
  clearInterval(sample)
  return Math.max(peak, process.memoryUsage().rss) - before
}

describe.skipIf(IS_QUICK)('memory is bounded', () => {
  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('while a gigabyte of zeros as %s is stopped as a bomb', async (_, compress) => {
    const locator = await onlyMember(repeated(compress(Buffer.alloc(PART_BYTES)), 64))
    const growth = await growthWhile(async () => {
      const { bytes, errors } = await surveyMember(locator, [anyDecoder])
      expect(bytes).toBeLessThan(150e6)
      expect(errors).toEqual([{ offset: bytes, reason: expect.stringMatching(/^looks like a decompression bomb/) }])
    })
    expect(growth).toBeLessThan(MAX_GROWTH_BYTES)
  })

  test('while a large gzip of an ordinary log is read whole', async () => {
    const times = byDepth(10, 25, 500)
    const locator = await onlyMember(repeated(gzipSync(logBytes(PART_BYTES), { level: 1 }), times))
    const growth = await growthWhile(async () => {
      expect(await surveyMember(locator, [anyDecoder])).toMatchObject({ bytes: times * PART_BYTES, errors: [] })
    })
    expect(growth).toBeLessThan(MAX_GROWTH_BYTES)
  })

  test('while one line without an end is read', async () => {
    const times = byDepth(10, 30, 1_000)
    const locator = await onlyMember(repeated(Buffer.alloc(PART_BYTES, 'a'), times))
    const growth = await growthWhile(async () => {
      expect(await surveyMember(locator, [anyDecoder])).toMatchObject({ bytes: times * PART_BYTES, encoding: 'utf-8', errors: [] })
    })
    expect(growth).toBeLessThan(MAX_GROWTH_BYTES)
  })
})
