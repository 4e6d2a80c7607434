import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import type { Decoded } from '../../../test/memory-evidence.ts'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import type { TextEncoding } from '../../model/decoder.ts'
import { Mappings } from '../../model/mappings.ts'
import { jsonDecoder } from './json-decoder.ts'
import { jsonPlanner } from './json-planner.ts'

const decoder = jsonDecoder(new Mappings([]))

/** Decodes in chunks of at most so many bytes, which the real limits would never make. */
async function decodeInChunks(content: Uint8Array, bytes: number, blockBytes: number, encoding: TextEncoding = 'utf-8'): Promise<Decoded> {
  const file = memoryEvidence(content, { blockBytes, encoding })
  const planner = jsonPlanner({ encoding }, { bytes, records: 1_000 })
  for await (const block of file.read(0, file.bytes)) planner.push(block)
  return decodeChunks(decoder, file, planner.end())
}

/** Whole, in any blocks and in any chunks: the same; every byte planned once; records ascending, errors within. */
async function expectSound(content: Uint8Array, blockBytes: number, chunkBytes: number, encoding: TextEncoding = 'utf-8'): Promise<void> {
  const whole = await decodeAll(decoder, content, { encoding })
  const pieces = await decodeInChunks(content, chunkBytes, blockBytes, encoding)
  expect({ rows: pieces.rows, errors: sorted(pieces) }).toEqual({ rows: whole.rows, errors: sorted(whole) })
  expect(pieces.chunks.map(chunk => chunk.from)).toEqual([0, ...pieces.chunks.map(chunk => chunk.to)].slice(0, pieces.chunks.length))
  expect(pieces.chunks.at(-1)?.to ?? 0).toBe(content.length)
  let before = { record: -1, offset: -1 }
  for (const row of whole.rows) {
    expect(row.record).toBeGreaterThan(before.record)
    expect(row.offset).toBeGreaterThan(before.offset)
    expect(row.offset + row.length).toBeLessThanOrEqual(content.length)
    before = row
  }
  for (const { offset } of whole.errors) expect(offset).toBeLessThanOrEqual(content.length)
}

/** Faults of the framing and of the parser come in no order. */
function sorted({ errors }: Decoded): string[] {
  return errors.map(({ offset, reason }) => `${String(offset).padStart(6, '0')} ${reason}`).sort()
}

const object = fc.dictionary(fc.constantFrom('a', 'b', 'Records', '{"', '狼'), fc.oneof(
  fc.integer(), fc.string(), fc.constantFrom('{"a":1}', '\n', '\\', '"}', 'ソ'), fc.bigInt().map(Number),
  fc.array(fc.dictionary(fc.constantFrom('x', 'a'), fc.constant(1)), { maxLength: 3 }),
), { maxKeys: 4 })

const styles: ((objects: unknown[]) => string)[] = [
  objects => objects.map(each => JSON.stringify(each)).join('\n'),
  objects => objects.map(each => `${JSON.stringify(each, null, 2)}\n`).join(''),
  objects => objects.map(each => JSON.stringify(each)).join(''),
  objects => JSON.stringify(objects),
  objects => JSON.stringify(objects, null, 1),
  objects => `[\n${objects.map(each => JSON.stringify(each)).join(',\n')}\n]\n`,
  objects => JSON.stringify({ Records: objects, next: [{}] }),
  objects => objects.map(each => JSON.stringify({ events: [each, each] }, null, '\t')).join('\r\n'),
]

const document = fc.record({ objects: fc.array(object, { maxLength: 8 }), style: fc.constantFrom(...styles) })
  .map(({ objects, style }) => style(objects))

const cut = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 4 }),
  insert: fc.constantFrom('', '{', '"', ']', '\n', '\\', '\xff', '\n{"a":'),
})

function damaged(text: string, cuts: readonly { at: number; length: number; insert: string }[]): Buffer {
  let bytes = Buffer.from(text)
  for (const { at, length, insert } of cuts) {
    const from = Math.floor(at * bytes.length)
    bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(insert, 'latin1'), bytes.subarray(from + length)])
  }
  return bytes
}

const small = fc.integer({ min: 1, max: 40 })
const somewhere = fc.double({ min: 0, max: 0.999, noNaN: true })

describe('jsonDecoder, whatever it is given', () => {
  test('reads what JSON.stringify writes, however it is framed', async () => {
    const filled = fc.array(object.filter(each => Object.keys(each)[0] === 'a'), { minLength: 1, maxLength: 6 })
    await fc.assert(fc.asyncProperty(filled, fc.constantFrom(...styles.slice(0, 7)), async (objects, style) => {
      const { rows, errors } = await decodeAll(decoder, style(objects))
      expect(rows.map(row => JSON.stringify(row.fields, (_, value) => typeof value === 'bigint' ? Number(value) : value)))
        .toEqual(objects.map(each => JSON.stringify(each)))
      expect({ errors, records: rows.map(row => row.record) }).toEqual({ errors: [], records: objects.map((_, index) => index) })
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })

  test('gives the same in any chunks and blocks, damaged or not', async () => {
    const cuts = fc.array(cut, { maxLength: 3 })
    await fc.assert(fc.asyncProperty(document, cuts, small, small, async (text, places, blockBytes, chunkBytes) => {
      await expectSound(damaged(text, places), blockBytes, chunkBytes)
    }), { numRuns: byDepth(300, 3_000, 100_000) })
  })

  test('gives the same in any chunks and blocks of UTF-16', async () => {
    const cuts = fc.array(cut, { maxLength: 2 })
    await fc.assert(fc.asyncProperty(document, cuts, small, small, async (text, places, blockBytes, chunkBytes) => {
      await expectSound(damaged(Buffer.from(text, 'utf16le').toString('latin1'), places), blockBytes, chunkBytes, 'utf-16le')
      await expectSound(Buffer.from(text, 'utf16le').swap16(), blockBytes, chunkBytes, 'utf-16be')
    }), { numRuns: byDepth(100, 1_000, 30_000) })
  })

  test('stands random bytes in any encoding', async () => {
    const alphabet = Buffer.from('{}[]":,\\\n\r 1truefalsn\xef\xbb\xbf\x83\x1b$B\x00\xfe\xff', 'latin1')
    const bytes = fc.array(fc.constantFrom(...alphabet), { maxLength: 80 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'euc-jp', 'iso-2022-jp')
    await fc.assert(fc.asyncProperty(bytes, encodings, small, small, async (values, encoding, blockBytes, chunkBytes) => {
      await expectSound(Uint8Array.from([0x7b, ...values]), blockBytes, chunkBytes, encoding)
    }), { numRuns: byDepth(500, 5_000, 200_000) })
  })
})

describeWithData('jsonDecoder on damaged real files', ['sigma/regression', 'windows-json'], () => {
  const regression = testFiles('sigma/regression', '.json').map(path => readFileSync(path))
  const recording = gunzipSync(readFileSync(testFiles('windows-json', '.gz')[0]!)).subarray(0, 60_000)
  const lane = gunzipSync(readFileSync(testData('sigma/lanes/mixed_schema.ndjson.gz'))).subarray(0, 60_000)

  test('loses at most the damaged records and one neighbour', async () => {
    const file = fc.constantFrom(...regression, recording, lane)
    const places = fc.array(fc.record({ at: somewhere, bit: fc.nat({ max: 7 }) }), { minLength: 1, maxLength: 2 })
    await fc.assert(fc.asyncProperty(file, places, async (content, flips) => {
      const before = await decodeAll(decoder, content)
      const bytes = Buffer.from(content)
      for (const { at, bit } of flips) bytes[Math.floor(at * bytes.length)]! ^= 1 << bit
      const after = await decodeAll(decoder, bytes)
      expect(after.rows.length).toBeLessThanOrEqual(before.rows.length + flips.length)
      expect(after.rows.length).toBeGreaterThanOrEqual(before.rows.length - 2 * flips.length)
    }), { numRuns: byDepth(60, 600, 20_000) })
  })

  test('reads everything before the place where a file is cut off', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...regression, lane), somewhere, async (content, at) => {
      const end = Math.floor(at * content.length)
      const whole = await decodeAll(decoder, content)
      const { rows } = await decodeAll(decoder, content.subarray(0, end))
      const complete = whole.rows.filter(row => row.offset + row.length <= end)
      expect(rows.map(row => row.offset)).toEqual(complete.map(row => row.offset))
    }), { numRuns: byDepth(60, 600, 20_000) })
  })
})
