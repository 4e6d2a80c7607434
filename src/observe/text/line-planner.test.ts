import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { memoryEvidence } from '../../../test/memory-evidence.ts'
import { CHUNK_BYTES, CHUNK_RECORDS } from '../../model/decoder.ts'
import type { Chunk, TextEncoding } from '../../model/decoder.ts'
import { MAX_HEADER_BYTES } from './defaults.ts'
import { linePlanner } from './line-planner.ts'
import type { ContextOf } from './line-planner.ts'
import { lineBlocks } from './lines.ts'
import type { TextLine } from './lines.ts'

interface PlanOptions {
  readonly encoding?: TextEncoding
  readonly contextOf?: ContextOf
  readonly headerStart?: string
}

function plan(blocks: Iterable<Uint8Array>, { encoding = 'utf-8', contextOf, headerStart }: PlanOptions = {}): readonly Chunk[] {
  const planner = linePlanner({ encoding }, contextOf, headerStart)
  for (const block of blocks) planner.push(block)
  return planner.end()
}

function * cut(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function linesOf(bytes: Uint8Array, encoding: TextEncoding, chunks: readonly Chunk[]): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for (const chunk of chunks) {
    for await (const block of lineBlocks(memoryEvidence(bytes, { encoding }), chunk, { error() {} })) lines.push(...block)
  }
  return lines
}

const block = (bytes: number): Buffer => Buffer.alloc(bytes, 'x')
const lf = Buffer.from('\n')

describe('linePlanner', () => {
  test('plans nothing for nothing, and one chunk for little', () => {
    expect(plan([])).toEqual([])
    expect(plan([Buffer.from('a\nb')])).toEqual([{ number: 0, from: 0, to: 3, firstRecord: 0 }])
  })

  test('cuts after so many records, empty lines counted', () => {
    const bytes = Buffer.alloc(2 * CHUNK_RECORDS + 1, '\n')
    expect(plan(cut(bytes, 1_000_003)).map(({ from, to, firstRecord }) => [from, to, firstRecord])).toEqual([
      [0, CHUNK_RECORDS, 0],
      [CHUNK_RECORDS, 2 * CHUNK_RECORDS, CHUNK_RECORDS],
      [2 * CHUNK_RECORDS, 2 * CHUNK_RECORDS + 1, 2 * CHUNK_RECORDS],
    ])
  })

  test('cuts before the line that would make a chunk too large; a larger line is alone', () => {
    const half = block(CHUNK_BYTES / 2 - 1)
    const huge = block(CHUNK_BYTES + 5)
    const chunks = plan([half, lf, half, lf, half, lf, lf, huge, lf, lf])
    expect(chunks.map(({ from, to, firstRecord }) => [from, to - from, firstRecord])).toEqual([
      [0, CHUNK_BYTES, 0],
      [CHUNK_BYTES, CHUNK_BYTES / 2 + 1, 2],
      [CHUNK_BYTES * 1.5 + 1, CHUNK_BYTES + 6, 4],
      [CHUNK_BYTES * 2.5 + 7, 1, 5],
    ])
  })

  test('carries the first line, when it may be a header, into every later chunk', () => {
    const chunks = plan([Buffer.from('\ufeffname\r\n'), Buffer.alloc(2 * CHUNK_RECORDS, '\n')], { contextOf: line => `<${line}>` })
    expect(chunks.map(chunk => chunk.context)).toEqual([undefined, '<name>', '<name>'])
  })

  test('carries header lines as they were in force before each chunk', () => {
    const body = Buffer.alloc(CHUNK_RECORDS - 1, '\n')
    const contextOf: ContextOf = (line, previous) => `${previous ?? ''}${line}`
    const content = Buffer.concat(['#a\n', body, '#b\n', body, 'x#c\n', body].map(part => Buffer.from(part)))
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      const bytes = encoding === 'utf-8' ? content : Buffer.from(content.toString(), 'utf16le')
      const chunks = plan(cut(encoding === 'utf-16be' ? bytes.swap16() : bytes, 999_999), { encoding, contextOf, headerStart: '#' })
      expect(chunks.map(chunk => chunk.context)).toEqual([undefined, '#a', '#a#b'])
    }
  })

  test('does not keep a header line that is too long', () => {
    const chunks = plan([block(MAX_HEADER_BYTES), block(1), lf, Buffer.alloc(CHUNK_RECORDS, '\n')], { contextOf: line => line })
    expect(chunks.map(chunk => chunk.context)).toEqual([undefined, undefined])
  })

  test('plans the same however the bytes come, and chunks read like the whole', async () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0x00, 0xe3, 0x23), { maxLength: 80 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'utf-16be', 'shift_jis')
    await fc.assert(fc.asyncProperty(bytes, encodings, fc.integer({ min: 1, max: 9 }), async (values, encoding, size) => {
      const content = Uint8Array.from(values)
      const options: PlanOptions = { encoding, contextOf: (line, previous) => `${previous ?? ''}${line}`, headerStart: '#' }
      const chunks = plan([content], options)
      expect(plan(cut(content, size), options)).toEqual(chunks)
      const whole = await linesOf(content, encoding, [{ number: 0, from: 0, to: content.length, firstRecord: 0 }])
      const cuts = whole.map(({ offset: from, record }): Chunk => {
        return { number: record, from, to: whole[record + 1]?.offset ?? content.length, firstRecord: record }
      })
      expect(await linesOf(content, encoding, cuts)).toEqual(whole)
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })
})
