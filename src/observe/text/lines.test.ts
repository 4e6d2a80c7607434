import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryEvidence } from '../../../test/memory-evidence.ts'
import type { MemoryEvidenceOptions } from '../../../test/memory-evidence.ts'
import { byDepth } from '../../../test/depth.ts'
import type { DecodeError, EvidenceFile, TextEncoding } from '../../model/decoder.ts'
import { LINES_PER_BLOCK, MAX_LINE_BYTES } from './defaults.ts'
import { lineBlocks } from './lines.ts'
import type { TextLine } from './lines.ts'

interface Read {
  readonly lines: readonly TextLine[]
  readonly errors: readonly DecodeError[]
}

async function readLines(file: EvidenceFile, from = 0, to = file.bytes, firstRecord = 0): Promise<Read> {
  const lines: TextLine[] = []
  const errors: DecodeError[] = []
  const report = { error: (error: DecodeError) => errors.push(error) }
  for await (const block of lineBlocks(file, { number: 0, from, to, firstRecord }, report)) {
    expect(block.length).toBeLessThanOrEqual(LINES_PER_BLOCK)
    lines.push(...block)
  }
  return { lines, errors }
}

function linesOf(content: Uint8Array | string, options: MemoryEvidenceOptions = {}): Promise<Read> {
  return readLines(memoryEvidence(content, options))
}

describe('lineBlocks', () => {
  test('ends lines at LF and CR LF, keeps empty lines and a lone CR, and has no line after the last end', async () => {
    const { lines, errors } = await linesOf('one\r\n\ntw\ro\r\r\n\r\nlast\n')
    expect(lines).toEqual([
      { text: 'one', offset: 0, length: 3, record: 0 },
      { text: '', offset: 5, length: 0, record: 1 },
      { text: 'tw\ro\r', offset: 6, length: 5, record: 2 },
      { text: '', offset: 13, length: 0, record: 3 },
      { text: 'last', offset: 15, length: 4, record: 4 },
    ])
    expect(errors).toEqual([])
  })

  test('reads a last line without an end, and nothing of an empty evidence', async () => {
    expect((await linesOf('a\nb')).lines.map(line => line.text)).toEqual(['a', 'b'])
    expect((await linesOf('')).lines).toEqual([])
  })

  test('drops the byte order mark from the text and not from the place', async () => {
    expect((await linesOf('\ufeffä\nb\n')).lines).toEqual([
      { text: 'ä', offset: 0, length: 5, record: 0 },
      { text: 'b', offset: 6, length: 1, record: 1 },
    ])
  })

  test('reads bytes that are not text as U+FFFD, with one error a line at the first of them', async () => {
    const { lines, errors } = await linesOf(Buffer.from('good\nb\xe4d \xff\n\xef\xbf\xbd is itself\n', 'latin1'))
    expect(lines.map(line => line.text)).toEqual(['good', 'b\ufffdd \ufffd', '\ufffd is itself'])
    expect(errors).toEqual([{ offset: 6, reason: 'bytes that are not text in this encoding' }])
  })

  test.each<[TextEncoding, Buffer, string[], number[]]>([
    ['utf-16le', Buffer.from('\ufeff狼煙\r\nĊ \u0a0a\n\r\n', 'utf16le'), ['狼煙', 'Ċ \u0a0a', ''], [0, 10, 18]],
    ['utf-16be', Buffer.from('\ufeff狼煙\r\nĊ \u0a0a\n\r\n', 'utf16le').swap16(), ['狼煙', 'Ċ \u0a0a', ''], [0, 10, 18]],
    ['shift_jis', Buffer.from('\x98\x54\x89\x8c\r\n\x83\x5c a\n', 'latin1'), ['狼煙', 'ソ a'], [0, 6]],
    ['euc-jp', Buffer.from('\xcf\xb5\xb1\xec\r\na\n', 'latin1'), ['狼煙', 'a'], [0, 6]],
    ['iso-2022-jp', Buffer.from('\x1b$BO51l\x1b(B\r\na\n', 'latin1'), ['狼煙', 'a'], [0, 12]],
  ])('reads %s, whatever the blocks', async (encoding, content, texts, offsets) => {
    for (const blockBytes of [1, 2, 3, 5, 65_536]) {
      const { lines, errors } = await linesOf(content, { encoding, blockBytes })
      expect(lines.map(line => line.text)).toEqual(texts)
      expect(lines.map(line => line.offset)).toEqual(offsets)
      expect(errors).toEqual([])
    }
  })

  test.each<[TextEncoding, Buffer, string, number]>([
    ['utf-16le', Buffer.from([0x61, 0, 0, 0xd8, 0x62, 0]), 'a\ufffdb', 2],
    ['utf-16le', Buffer.from([0x61, 0, 0x62]), 'a\ufffd', 2],
    ['utf-16be', Buffer.from([0, 0x61, 0xdc, 0, 0, 0x62]), 'a\ufffdb', 2],
    ['shift_jis', Buffer.from([0x61, 0xa0, 0x62]), 'a\ufffdb', 1],
    ['euc-jp', Buffer.from([0x61, 0x62, 0xff]), 'ab\ufffd', 2],
  ])('says where %s is broken', async (encoding, content, text, offset) => {
    const { lines, errors } = await linesOf(content, { encoding })
    expect(lines.map(line => line.text)).toEqual([text])
    expect(errors.map(error => error.offset)).toEqual([offset])
  })

  test('skips a line that is too long, also a gigabyte of it, in bounded memory', async () => {
    const megabytes = byDepth(256, 1_024, 4_096)
    const bytes = megabytes * 1_048_576
    const file = streamed([...'first\n'.split('|'), ...Array<string>(megabytes).fill('M'), '\nafter\n'])
    const before = process.memoryUsage().rss
    const { lines, errors } = await readLines(file)
    expect(lines.map(line => [line.text, line.offset, line.record])).toEqual([
      ['first', 0, 0],
      ['after', 7 + bytes, 2],
    ])
    expect(errors).toEqual([{ offset: 6, reason: `line of ${bytes} bytes is longer than ${MAX_LINE_BYTES} and was skipped` }])
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1_048_576)
  })

  test('reads a line of exactly the longest length, and not one byte more, whatever the blocks', async () => {
    for (const blockBytes of [1_048_576, 64 * 1_048_576]) {
      const longest = Buffer.alloc(MAX_LINE_BYTES, 'a')
      const { lines, errors } = await linesOf(Buffer.concat([longest, Buffer.from('\r\n'), longest, Buffer.from('a\nend')]), { blockBytes })
      expect(lines.map(line => line.length)).toEqual([MAX_LINE_BYTES, 3])
      expect(errors.map(error => error.offset)).toEqual([MAX_LINE_BYTES + 2])
    }
  })

  test('gives every byte to one line, however the bytes come', async () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0x00, 0xe3, 0x81, 0x82, 0xff, 0xfe, 0x1b, 0x24), { maxLength: 60 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'euc-jp', 'iso-2022-jp')
    await fc.assert(fc.asyncProperty(bytes, encodings, fc.integer({ min: 1, max: 9 }), async (values, encoding, blockBytes) => {
      const content = Uint8Array.from(values)
      const whole = await linesOf(content, { encoding })
      expect(await linesOf(content, { encoding, blockBytes })).toEqual(whole)
      let at = 0
      for (const [index, line] of whole.lines.entries()) {
        expect(line.record).toBe(index)
        expect(line.offset).toBe(at)
        const next = whole.lines[index + 1]?.offset ?? content.length
        expect(next - at - line.length).toBeLessThanOrEqual(4)
        at = next
      }
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })
})

/** An evidence that is never in memory: each piece is text, `M` a MiB of it. */
function streamed(pieces: readonly string[]): EvidenceFile {
  const mebibyte = Buffer.alloc(1_048_576, 'x')
  const blocks = pieces.map(piece => piece === 'M' ? mebibyte : Buffer.from(piece))
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0)
  return { ...memoryEvidence(''), bytes, async* read() { yield* blocks } }
}
