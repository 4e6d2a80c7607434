import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import type { Decoded, MemoryEvidenceOptions } from '../../../test/memory-evidence.ts'
import { describeWithData, testData } from '../../../test/test-data.ts'
import type { TextEncoding } from '../../model/decoder.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import { formatTime } from '../../model/time.ts'
import { MAX_LINE_BYTES } from '../text/defaults.ts'
import { csvDecoder } from './csv-decoder.ts'
import { csvPlanner } from './csv-planner.ts'
import { MAX_QUOTED_BYTES } from './defaults.ts'

const decoder = csvDecoder(new Mappings([sourceMappingSchema.parse({
  source: 'windows',
  title: 'Windows',
  recognise: [{ has: ['LogName', 'Id'], rename: { Channel: 'LogName', EventID: 'Id' } }],
  time: [{ field: 'TimeCreated' }],
  datasets: { 'windows.security': { when: { Channel: 'Security', EventID: 4624 } }, 'windows.{Channel}': {} },
})]))

function read(content: Uint8Array | string, options?: MemoryEvidenceOptions): Promise<Decoded> {
  return decodeAll(decoder, content, options)
}

/** Line, offset and fields. */
function seen({ rows }: Decoded): unknown[] {
  return rows.map(row => [row.record, row.offset, row.fields])
}

describe('csvDecoder', () => {
  test('reads rows by the names of the header: quotes, line ends and delimiters in them, blank lines between', async () => {
    const content = 'a,b,a,\r\n1,"x, ""y""\r\nz",3,4\r\n\r\n  \n5,,\n6,"",7,8,9\nlast,"q"'
    for (const blockBytes of [1, 4, 65_536]) {
      const decoded = await read(content, { blockBytes })
      expect(seen(decoded)).toEqual([
        [1, 8, { a: '1', b: 'x, "y"\r\nz', a_2: '3', column_4: '4' }],
        [5, 34, { a: '5', b: '', a_2: '' }],
        [6, 38, { a: '6', b: '', a_2: '7', column_4: '8', column_5: '9' }],
        [7, 49, { a: 'last', b: 'q' }],
      ])
      expect(decoded.errors).toEqual([])
    }
  })

  test.each([
    ['tabs', 'a\tb c\n1\t2'],
    ['semicolons', 'a;b c\n1;2'],
    ['bars', 'a|b c\n1|2'],
    ['what PowerShell exports', '#TYPE System.Diagnostics\r\n"a","b c"\r\n"1","2"\r\n'],
  ])('reads %s', async (_, content) => {
    expect((await read(content)).rows.map(row => row.fields)).toEqual([{ a: '1', 'b c': '2' }])
  })

  test('takes a stray quote as text in its line, and loses no more than the line to one that is never closed', async () => {
    const decoded = await read('a,b\n1,x "y"\n2,"x" y\n3,"open\n4,z\n5,"p"\n6,"last\n')
    expect(decoded.rows.map(row => [row.record, Object.values(row.fields)])).toEqual([
      [1, ['1', 'x "y"']], [2, ['2', 'x y']], [4, ['4', 'z']], [5, ['5', 'p']],
    ])
    expect(decoded.errors).toEqual([{ offset: 20, reason: 'quote is not closed' }, { offset: 38, reason: 'quote is not closed' }])
  })

  test('gives up a quote after a MiB, in bounded time and memory', async () => {
    const row = `1,${'2'.repeat(997)}\n`
    const rows = Math.ceil(MAX_QUOTED_BYTES * 1.5 / row.length)
    const decoded = await read(`a,b\n0,"open\n${row.repeat(rows)}`)
    expect(decoded.rows).toHaveLength(rows)
    expect(decoded.errors).toEqual([{ offset: 4, reason: 'quote is not closed' }])
  })

  test('skips a line that is too long, quoted or not', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES)
    for (const quote of ['', '"']) {
      const decoded = await read(`a,b\n1,${quote}${long}\n2,3\n`, { blockBytes: 1_048_576 })
      expect(seen(decoded)).toEqual([[2, 4 + 2 + quote.length + long.length + 1, { a: '2', b: '3' }]])
      expect(decoded.errors.map(error => error.offset)).toEqual([4])
    }
  })

  test.each<[TextEncoding, (text: string) => Buffer]>([
    ['utf-8', text => Buffer.from(`\ufeff${text}`)],
    ['utf-16le', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['shift_jis', text => Buffer.from(text.replaceAll('ポ', '\x83\x7c').replaceAll('ソ', '\x83\x5c'), 'latin1')],
    ['iso-2022-jp', text => Buffer.from(text.replaceAll('ポ', '\x1b$B%]\x1b(B').replaceAll('ソ', '\x1b$B%=\x1b(B'), 'latin1')],
  ])('reads %s', async (encoding, encode) => {
    for (const blockBytes of [1, 3, 65_536]) {
      const { rows, errors } = await read(encode('a|ポ\r\nソ|"ポ|\r\n"\r\n1|2'), { encoding, blockBytes })
      expect(rows.map(row => [row.record, Object.values(row.fields)])).toEqual([[1, ['ソ', 'ポ|\r\n']], [3, ['1', '2']]])
      expect(errors).toEqual([])
    }
  })

  test('finds quotes only where the encoding has them, also in rows read again at the end', async () => {
    const content = Buffer.from('a,b\n1,2\n"open\n\x1b$B%"\x1b(B,x\n\x1b$B%"%"', 'latin1')
    const { rows, errors } = await read(content, { encoding: 'iso-2022-jp' })
    expect(rows.map(row => [row.record, Object.values(row.fields)])).toEqual([[1, ['1', '2']], [3, ['ア', 'x']], [4, ['アア']]])
    expect(errors).toEqual([{ offset: 8, reason: 'quote is not closed' }])
  })

  test('gives rows to their source, also when a spreadsheet wrote the time, the rest to generic.csv', async () => {
    const { rows } = await read('LogName,Id,TimeCreated\nSecurity,4624,2026/1/2 3:04:05\nSystem,7045,1/2/2026 3:04:05 PM\nA B,1,\n')
    expect(rows.map(row => [row.dataset, formatTime(row.time)])).toEqual([
      ['windows.security', '2026-01-02T03:04:05.000000Z'],
      ['windows.system', '2026-01-02T15:04:05.000000Z'],
      ['windows.other', null],
    ])
    const [row] = (await read('host,Date\nx,2026-01-02\n')).rows
    expect([row?.dataset, formatTime(row?.time ?? null)]).toEqual(['generic.csv', '2026-01-02T00:00:00.000000Z'])
  })

  test.each([
    ['a,b\n1,2\n3,4\n', ''],
    ['"a","b","c"\n1,2,3', ''],
    ['a,b\n1,2\n', 'x.csv'],
    ['a, b\n', 'x.csv.gz'],
  ])('recognises %j named %j', (head, path) => {
    expect(decoder.recognises(Buffer.from(head), path)).toBe(true)
  })

  test.each([
    ['a,b\n1,2\n', ''],
    ['Hello, world\nThis is, text\nof, lines\n', ''],
    ['1,2\n3,4\n5,6\n', 'x.csv'],
    ['a,b\n1,2,3\n4,5,6\n5,6\n', 'x.csv'],
    ['a,b\n1,2,3\n4,5\n', ''],
    ['Jan 18 11:29:03 host a, b\nJan 18 11:29:04 host c, d\nJan 18 11:29:05 host c, d\n', ''],
    ['', 'x.csv'],
    ['a\n1\n', 'x.csv'],
    ['#separator \\x09\n#fields\tts\tuid\n1\t2\n', 'conn.log'],
    ['\x00\x01,\x02\n', 'x.csv'],
  ])('does not recognise %j named %j', (head, path) => {
    expect(decoder.recognises(Buffer.from(head), path)).toBe(false)
  })

  test('takes little time to recognise quotes that stay open', () => {
    expect(decoder.recognises(Buffer.from(`a,b\n1,"${'x\n'.repeat(32_000)}`), 'x.csv')).toBe(true)
  })

  test('reads back whatever RFC 4180 can write', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\n', '\r\n', '""', '狼煙', ' '))
    const table = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 8 })
    await fc.assert(fc.asyncProperty(table, fc.constantFrom(',', '\t', ';', '|'), async (rows, delimiter) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
      const content = [`a${delimiter}b`, ...rows.map(row => row.map(quoted).join(delimiter))].join('\r\n')
      const decoded = await read(content)
      expect({ rows: decoded.rows.map(row => Object.values(row.fields)), errors: decoded.errors }).toEqual({ rows, errors: [] })
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })

  test('gives the same in any chunks and blocks, whatever it is given', async () => {
    const bytes = fc.array(fc.constantFrom(...Buffer.from('"",,\n\n\r;x \x00\x83\x1b$B\xff', 'latin1')), { maxLength: 60 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'euc-jp', 'iso-2022-jp')
    const small = fc.integer({ min: 1, max: 12 })
    await fc.assert(fc.asyncProperty(bytes, encodings, small, small, small, async (values, encoding, blockBytes, chunkBytes, records) => {
      const head = Buffer.from('a,b\n1,2\n', encoding.startsWith('utf-16') ? 'utf16le' : 'latin1')
      const content = Buffer.concat([encoding === 'utf-16be' ? head.swap16() : head, Buffer.from(values)])
      const whole = await read(content, { encoding })
      const file = memoryEvidence(content, { encoding, blockBytes })
      const planner = csvPlanner({ encoding }, { bytes: chunkBytes, records })
      for await (const block of file.read(0, file.bytes)) planner.push(block)
      const pieces = await decodeChunks(decoder, file, planner.end())
      expect({ rows: pieces.rows, errors: pieces.errors }).toEqual({ rows: whole.rows, errors: whole.errors })
      expect(pieces.chunks.map(chunk => chunk.from)).toEqual([0, ...pieces.chunks.map(chunk => chunk.to)].slice(0, -1))
      expect(pieces.chunks.at(-1)?.to).toBe(content.length)
    }), { numRuns: byDepth(500, 5_000, 100_000) })
  })
})

describeWithData('csvDecoder on a real file', ['telescope/changefinder'], () => {
  test('reads every row of a sensor\'s counts', async () => {
    const content = readFileSync(testData('telescope/changefinder/count_data/sensor999_count.csv'))
    const { rows, errors } = await read(content)
    expect(decoder.recognises(content, '')).toBe(true)
    expect({ count: rows.length, first: rows[0]?.fields, errors }).toEqual({
      count: 432,
      first: { JST: '201906010000', packetnum: '54397', hostnum: '693' },
      errors: [],
    })
  })
})
