import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeAll, memoryEvidence } from '../../../test/memory-evidence.ts'
import type { Decoded, MemoryEvidenceOptions } from '../../../test/memory-evidence.ts'
import { IS_QUICK } from '../../../test/depth.ts'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import { formatTime } from '../../model/time.ts'
import { MAX_DEPTH, MAX_RECORD_BYTES } from './defaults.ts'
import { jsonDecoder } from './json-decoder.ts'

const decoder = jsonDecoder(new Mappings([sourceMappingSchema.parse({
  source: 'cloud',
  title: 'Cloud',
  recognise: [{ has: ['eventVersion', 'eventSource'] }],
  time: [{ field: 'eventTime' }],
  datasets: { 'cloud.trail': {} },
})]))

function read(content: Uint8Array | string, options?: MemoryEvidenceOptions): Promise<Decoded> {
  return decodeAll(decoder, content, options)
}

/** Record number, offset and what the record holds. */
function seen({ rows }: Decoded): unknown[] {
  return rows.map(row => [row.record, row.offset, row.fields])
}

describe('jsonDecoder', () => {
  test('reads JSON lines: the record is the line, blank and malformed ones counted', async () => {
    const decoded = await read('{"a":1}\r\n\n{"a":}\n[1]\n{"a":2,"__proto__":{"b":1}}\n  \n{"a":3}')
    expect(seen(decoded)).toEqual([
      [0, 0, { a: 1 }],
      [4, 21, { a: 2, ['__proto__']: { b: 1 } }],
      [6, 52, { a: 3 }],
    ])
    expect(decoded.errors).toEqual([{ offset: 15, reason: 'value expected' }, { offset: 17, reason: 'not an object' }])
  })

  test.each([
    ['printed documents one after another', '{\n  "a": 1,\n  "l": [\n    {"x": 1}\n  ]\n}\n{\n  "a": 2\n}\n'],
    ['documents on one line', '{"a":1,"l":[{"x":1}]}{"a":2}'],
    ['a list', '[{"a":1,"l":[{"x":1}]},{"a":2}]'],
    ['a printed list', '[\n  {\n    "a": 1,\n    "l": [{"x": 1}]\n  },\n  {\n    "a": 2\n  }\n]\n'],
    ['one element a line', '[\n{"a":1,"l":[{"x":1}]},\n{"a":2}\n]\n'],
    ['a list in an object', '{"Records":[{"a":1,"l":[{"x":1}]},{"a":2}]}'],
    ['such objects one after another', '{"events": [{"a":1,"l":[{"x":1}]}]}\n{"events": []}\n{"events": [{"a":2}]}\n'],
    ['what Microsoft Graph answers', '{"@odata.context":"x","value":[{"a":1,"l":[{"x":1}]},{"a":2}],"@odata.nextLink":{"y":["z]}"]}}'],
    ['a text sequence (RFC 7464)', '\x1e{"a":1,"l":[{"x":1}]}\n\x1e{"a":2}\n'],
  ])('reads %s', async (_, content) => {
    for (const blockBytes of [1, 7, 65_536]) {
      const decoded = await read(content, { blockBytes })
      expect(decoded.rows.map(row => [row.record, row.fields])).toEqual([[0, { a: 1, l: [{ x: 1 }] }], [1, { a: 2 }]])
      expect(decoded.errors).toEqual([])
      for (const { offset, length, fields } of decoded.rows) {
        expect(JSON.parse(Buffer.from(content).toString('utf8', offset, offset + length))).toEqual(fields)
      }
    }
  })

  test.each<[MemoryEvidenceOptions['encoding'], (text: string) => Buffer]>([
    ['utf-16le', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['shift_jis', text => Buffer.from(text.replaceAll('ソ', '\x83\x5c').replaceAll('ボ', '\x83\x7b'), 'latin1')],
    ['iso-2022-jp', text => Buffer.from(text.replaceAll('ソ', '\x1b$B%=\x1b(B').replaceAll('ボ', '\x1b$B%\\\x1b(B'), 'latin1')],
    ['euc-jp', text => Buffer.from(text.replaceAll('ソ', '\xa5\xbd').replaceAll('ボ', '\xa5\xdc'), 'latin1')],
  ])('reads %s, whose characters may contain quotes, backslashes and braces', async (encoding, encode) => {
    for (const content of ['[{"a":"ソ"},\n{"ボ":"\\"ソ"}]', '{"a":"ソ"}\n{"ボ":"\\"ソ"}\n', '{\n"a":"ソ"}\n{"ボ":\n"\\"ソ"}']) {
      const { rows, errors } = await read(encode(content), { encoding: encoding ?? 'utf-8', blockBytes: 3 })
      expect(rows.map(row => row.fields)).toEqual([{ a: 'ソ' }, { ボ: '"ソ' }])
      expect(errors).toEqual([])
    }
  })

  test('goes on at the next record after a malformed one, in every framing', async () => {
    for (const content of [
      '[{"a":1},{"a":x2},{"a":3}]',
      '[{"a":1},{"a":"2},{"a":\n{"a":3}]',
      '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2, "b": {"a" 4}\n  },\n  {\n    "a": 3\n  }\n]',
      '{\n  "a": 1\n}\n{\n  "a": 2,\n  "b\n}\n{\n  "a": 3\n}\n',
      '{"Records":[{"a":1},{"a":2]},{"a":3}]}',
      '{ "a":1 } {"a":[2} {"a":3}',
      '{\n"a":1}\n{"a":2,\n{"a":3}',
      '{\n"a":1}\n@@ garbage\n{"a":3}',
    ]) {
      const { rows, errors } = await read(content, { blockBytes: 4 })
      expect({ content, fields: rows.map(row => row.fields) }).toEqual({ content, fields: [{ a: 1 }, { a: 3 }] })
      expect(errors).toHaveLength(1)
    }
  })

  test('says at which byte a record is malformed', async () => {
    const offsets = async (content: string) => (await read(content)).errors.map(error => [error.offset, error.reason])
    expect(await offsets('{"a":1}\n{"狼":"煙",}\n')).toEqual([[21, 'member name expected']])
    expect(await offsets('{\n"a":1}\n{"狼":"煙",}\n')).toEqual([[22, 'member name expected (record from byte 9)']])
    expect(await offsets('{"a":1}\n{"a":"b')).toEqual([[15, 'record is cut off']])
    expect(await offsets('[{"a":1},{"a":"b')).toEqual([[16, 'record is cut off (record from byte 9)']])
    expect(await offsets('[{"a":1}')).toEqual([[8, 'list of records is not closed']])
    expect(await offsets('{"a":1}\n{"a":01}\n')).toEqual([[8, 'not valid JSON: a number, word, escape or control character']])
    expect(await offsets('[{"a":1}, 7, null, "x", [2]]')).toEqual([10, 13, 19, 24].map(offset => [offset, 'not an object']))
  })

  test('keeps integers exact, the last of equal names, lone surrogates and every name', async () => {
    const content = '{"big":-9214364837600034816,"deep":{"big":[18446744073709551615, 9007199254740993]},"float":1e300,' +
      '"safe":9007199254740991,"big2" : 12345678901234567890, "d":1,"d":9007199254740993,"d":2,"s":"\\ud800",' +
      '"constructor":1,"text":"\\"d\\":9007199254740995"}'
    for (const framed of [content, `[${content}]`]) {
      const [row] = (await read(framed)).rows
      expect(row?.fields).toEqual({
        big: -9214364837600034816n, deep: { big: [18446744073709551615n, 9007199254740993n] }, float: 1e300, safe: 9007199254740991,
        big2: 12345678901234567890n, d: 2, s: '\ud800', constructor: 1, text: '"d":9007199254740995',
      })
    }
    expect((await read('{"a":9007199254740993}')).rows[0]?.fields).toEqual({ a: 9007199254740993n })
    expect((await read(`{"a":${'9'.repeat(5_000)},"b":[${'9'.repeat(101)}]}`)).rows[0]?.fields['b']).toEqual(['9'.repeat(101)])
  })

  test('refuses what is too deep before it is parsed, and reads what is just deep enough', async () => {
    const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    for (const frame of [(text: string) => `${text}\n{"b":1}\n`, (text: string) => `[${text},\n{"b":1}]`]) {
      expect((await read(frame(nested(MAX_DEPTH)))).rows).toHaveLength(2)
      for (const depth of [MAX_DEPTH + 1, 1_000_000]) {
        const { rows, errors } = await read(frame(nested(depth)))
        expect(rows.map(row => row.fields)).toEqual([{ b: 1 }])
        expect(errors.map(error => error.reason)).toEqual([expect.stringContaining(`nested deeper than ${MAX_DEPTH}`)])
      }
    }
    expect((await read('{"a":'.repeat(1_000_000))).rows).toEqual([])
    expect((await read('['.repeat(1_000_000))).rows).toEqual([])
  })

  test('skips a record that is too long, in bounded memory, and reads a bomb of names', async () => {
    const piece = Buffer.alloc(1_048_576, 'x')
    const [start, end] = [Buffer.from('[{"a":"'), Buffer.from('"},{"b":1}]')]
    const pieces = 300
    const file = {
      ...memoryEvidence(start),
      bytes: start.length + pieces * piece.length + end.length,
      async* read() {
        yield start
        for (let i = 0; i < pieces; i++) yield piece
        yield end
      },
    }
    const before = process.memoryUsage().rss
    const planner = decoder.planner(file.settings)
    for await (const block of file.read()) planner.push(block)
    const [chunk] = planner.end()
    const records: unknown[] = []
    const errors: unknown[] = []
    for await (const { fields, record } of decoder.decode(file, chunk!, { error: error => errors.push(error) })) {
      records.push(...fields, ...record)
    }
    expect(records).toEqual([{ b: 1 }, 1])
    const length = pieces * piece.length + 8
    expect(errors).toEqual([{ offset: 1, reason: `record of ${length} bytes is longer than ${MAX_RECORD_BYTES} and was skipped` }])
    expect(process.memoryUsage().rss - before).toBeLessThan(160 * 1_048_576)

    const names = `{${Array.from({ length: 300_000 }, (_, i) => `"k${i}":1`).join()}}`
    expect((await read(`${names}\n${names}`)).rows).toHaveLength(2)
  })

  test('gives records to their source, the rest to generic.json with whatever time they have', async () => {
    const { rows } = await read([
      '{"eventVersion":"1","eventSource":"s3","eventTime":"2026-01-02T03:04:05Z"}',
      '{"eventVersion":"1","ts":1767323045.5}',
      '{"x":1}',
    ].join('\n'))
    expect(rows.map(row => [row.dataset, formatTime(row.time)])).toEqual([
      ['cloud.trail', '2026-01-02T03:04:05.000000Z'],
      ['generic.json', '2026-01-02T03:04:05.500000Z'],
      ['generic.json', null],
    ])
  })

  test.each<[string, boolean]>([
    ['{"a":1}', true], ['\ufeff \n{ "a" : 1', true], ['{}', true], ['{', true], ['{"a', true],
    ['[{"a":1}]', true], ['[\n  {', true], ['[]', true], ['["a"]', true], ['[', true],
    ['[2026-01-01 00:00:00] started', false], ['{a=1}', false], ['{"a" b', false], ['[INFO] x', false],
    ['', false], ['a,b\n1,2\n', false], ['{\x00\x01', false],
  ])('recognises %j: %s', (head, expected) => {
    expect(decoder.recognises(Buffer.from(head), '')).toBe(expected)
  })
})

describeWithData('jsonDecoder on real files', ['sigma/regression', 'sigma/lanes', 'windows-json'], () => {
  test('reads every document of the regression files', async () => {
    let records = 0
    let several = 0
    for (const path of testFiles('sigma/regression', '.json')) {
      const content = readFileSync(path)
      const { rows, errors } = await read(content)
      expect(errors).toEqual([])
      expect(rows.map(row => row.fields)).toEqual(content.toString().split(/^(?=\{)/m).map(text => JSON.parse(text)))
      records += rows.length
      several += rows.length > 1 ? 1 : 0
    }
    expect({ records, several }).toEqual({ records: 134, several: 8 })
  })

  test.skipIf(IS_QUICK)('reads every line of the recordings and lanes, as lines and as a list', async () => {
    const counts: Record<string, number> = {}
    for (const path of [...testFiles('windows-json', '.gz'), testData('sigma/lanes/mixed_schema.ndjson.gz')]) {
      const content = gunzipSync(readFileSync(path))
      const lines = await read(content)
      const list = await read(`[${content.toString().trim().split('\n').join(',')}]`)
      expect([...lines.errors, ...list.errors]).toEqual([])
      expect(list.rows.map(row => row.record)).toEqual(lines.rows.map(row => row.record))
      expect(list.rows.at(-1)?.fields).toEqual(lines.rows.at(-1)?.fields)
      counts[path.split('/').at(-1)!.split('__')[0]!] = lines.rows.length
    }
    expect(counts).toEqual({
      covenant_psremoting_command: 4_284,
      empire_dllinjection_LoadLibrary_CreateRemoteThread: 12_200,
      proxylogon_ssrf_rce_poc: 10_487,
      'mixed_schema.ndjson.gz': 10_000,
    })
  })
})
