import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { memoryEvidence } from '../../../test/memory-evidence.ts'
import type { Chunk, TextEncoding } from '../../model/decoder.ts'
import { CHUNK_LIMITS } from './chunk-limits.ts'
import { MAX_HEADER_BYTES } from './defaults.ts'
import { linePlanner } from './line-planner.ts'
import type { ContextOf } from './line-planner.ts'
import { lineBlocks } from './lines.ts'
import type { TextLine } from './lines.ts'

interface PlanOptions {
  readonly encoding?: TextEncoding
  readonly contextOf?: ContextOf
  readonly headerStart?: string
  readonly bytes?: number
  readonly records?: number
}

function plan(blocks: Iterable<Uint8Array>, options: PlanOptions = {}): readonly Chunk[] {
  const { encoding = 'utf-8', contextOf, headerStart } = options
  const planner = linePlanner({ encoding }, contextOf, headerStart, { ...CHUNK_LIMITS, ...options })
  for (const block of blocks) planner.push(block)
  return planner.end()
}

function * cut(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function linesOf(bytes: Uint8Array, encoding: TextEncoding, chunks: readonly Chunk[]): Promise<TextLine[]> {
  const read: TextLine[] = []
  for (const chunk of chunks) {
    for await (const block of lineBlocks(memoryEvidence(bytes, { encoding }), chunk, { error() {} })) read.push(...block)
  }
  return read
}

const lines = (...texts: string[]): Buffer[] => texts.map(text => Buffer.from(`${text}\n`))

describe('linePlanner', () => {
  test('plans nothing for nothing, and one chunk for little', () => {
    expect(plan([])).toEqual([])
    expect(plan([Buffer.from('a\nb')])).toEqual([{ number: 0, from: 0, to: 3, firstRecord: 0 }])
  })

  test('cuts after so many records, empty lines counted', () => {
    expect(plan(lines('', 'a', '', '', 'b'), { records: 2 }).map(({ from, to, firstRecord }) => [from, to, firstRecord])).toEqual([
      [0, 3, 0], [3, 5, 2], [5, 7, 4],
    ])
  })

  test('cuts before the line that would make a chunk too large; a larger line is alone', () => {
    const chunks = plan(lines('aaa', 'bbb', 'ccc', '', 'ddddddddd', ''), { bytes: 8 })
    expect(chunks.map(({ from, to, firstRecord }) => [from, to, firstRecord])).toEqual([[0, 8, 0], [8, 13, 2], [13, 23, 4], [23, 24, 5]])
  })

  test('carries the first line, when it may be a header, into every later chunk', () => {
    const chunks = plan([Buffer.from('\ufeffname\r\na\nb\nc\n')], { contextOf: line => `<${line}>`, records: 2 })
    expect(chunks.map(chunk => chunk.context)).toEqual([undefined, '<name>'])
  })

  test('carries header lines as they were in force before each chunk', () => {
    const contextOf: ContextOf = (line, previous) => `${previous ?? ''}${line}`
    const content = '#a\n\n#b\nx\nx#c\n\n'
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      const bytes = Buffer.from(content, encoding === 'utf-8' ? 'utf8' : 'utf16le')
      const blocks = cut(encoding === 'utf-16be' ? bytes.swap16() : bytes, 3)
      const chunks = plan(blocks, { encoding, contextOf, headerStart: '#', records: 2 })
      expect(chunks.map(chunk => chunk.context)).toEqual([undefined, '#a', '#a#b'])
    }
  })

  test('does not keep a header line that is too long', () => {
    const header = Buffer.alloc(MAX_HEADER_BYTES + 1, 'x')
    const chunks = plan([header, ...lines('', 'a', 'b')], { contextOf: line => line, records: 2 })
    expect(chunks.map(chunk => chunk.context)).toEqual([undefined, undefined])
  })

  test('plans the same however the bytes come, and chunks read like the whole', async () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0x00, 0xe3, 0x23), { maxLength: 80 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'utf-16be', 'shift_jis')
    const small = fc.integer({ min: 1, max: 9 })
    await fc.assert(fc.asyncProperty(bytes, encodings, small, small, small, async (values, encoding, size, chunkBytes, records) => {
      const content = Uint8Array.from(values)
      const contextOf: ContextOf = (line, previous) => `${previous ?? ''}${line}`
      const options: PlanOptions = { encoding, contextOf, headerStart: '#', bytes: chunkBytes, records }
      const chunks = plan([content], options)
      expect(plan(cut(content, size), options)).toEqual(chunks)
      expect(chunks.map(chunk => chunk.from)).toEqual([0, ...chunks.map(chunk => chunk.to)].slice(0, chunks.length))
      const whole = await linesOf(content, encoding, plan([content], { encoding }))
      expect(await linesOf(content, encoding, chunks)).toEqual(whole)
      expect(whole.map(line => line.record)).toEqual(whole.map((_, index) => index))
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })
})
