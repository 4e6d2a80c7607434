import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import type { Chunk } from '../../model/decoder.ts'
import { formatTime } from '../../model/time.ts'
import { zeekDecoder } from './zeek-decoder.ts'
import { withHeaderLine } from './zeek-header.ts'

const decoder = zeekDecoder()

function log(path: string, columns: Readonly<Record<string, string>>, ...rows: readonly (readonly string[])[]): string {
  return [
    '#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', `#path\t${path}`, '#open\t2026-11-22-10-00-00',
    `#fields\t${Object.keys(columns).join('\t')}`, `#types\t${Object.values(columns).join('\t')}`, ...rows.map(row => row.join('\t')), '#close\t2026-11-22-11-00-00', '',
  ].join('\n')
}

const DNS = log(
  'dns',
  { ts: 'time', uid: 'string', 'id.orig_h': 'addr', 'id.orig_p': 'port', query: 'string', rtt: 'interval', rejected: 'bool', answers: 'vector[string]', TTLs: 'vector[interval]', big: 'count' },
  ['1795341600.123456', 'CAbc', '10.0.0.1', '53124', 'example.com', '0.001', 'F', '192.0.2.1,a\\x2cb', '60.0,-', '18446744073709551615'],
  ['1795341601.000000', 'CAbd', '10.0.0.2', '53125', '-', '-', 'T', '(empty)', '-', '7'],
)

describe('zeekDecoder', () => {
  test('reads rows by the types of their columns', async () => {
    const { rows, errors } = await decodeAll(decoder, DNS)
    expect(errors).toEqual([])
    expect(rows.map(({ dataset, time, record, fields }) => ({ dataset, time: formatTime(time), record, ...fields }))).toEqual([
      {
        dataset: 'zeek.dns', time: '2026-11-22T10:00:00.123456Z', record: 8, _path: 'dns', ts: 1795341600.123456, uid: 'CAbc', 'id.orig_h': '10.0.0.1',
        'id.orig_p': 53124, query: 'example.com', rtt: 0.001, rejected: false, answers: ['192.0.2.1', 'a,b'], TTLs: [60, null], big: 18446744073709551615n,
      },
      {
        dataset: 'zeek.dns', time: '2026-11-22T10:00:01.000000Z', record: 9, _path: 'dns', ts: 1795341601, uid: 'CAbd', 'id.orig_h': '10.0.0.2',
        'id.orig_p': 53125, rejected: true, answers: [], big: 7,
      },
    ])
  })

  test.each([
    ['plain', 'plain'],
    ['(empty)', ''],
    ['tab\\x09end', 'tab\tend'],
    ['\\xe7\\x85\\x99', '煙'],
    ['煙', '煙'],
    ['end\\x00', 'end\\x00'],
    ['\\xff\\xfe', '\\xff\\xfe'],
    ['back\\\\slash', 'back\\slash'],
    ['\\x', '\\x'],
  ])('reads the string %s as %s', async (written, expected) => {
    const { rows } = await decodeAll(decoder, log('x', { s: 'string', t: 'string' }, [written, 'end']))
    expect(rows[0]?.fields['s']).toBe(expected)
  })

  test('keeps what is not of its type as text', async () => {
    const { rows } = await decodeAll(decoder, log('x', { ts: 'time', a: 'count', b: 'bool', c: 'double' }, ['never', 'many', 'perhaps', 'NaN']))
    expect([rows[0]?.time, { ...rows[0]?.fields }]).toEqual([null, { _path: 'x', ts: 'never', a: 'many', b: 'perhaps', c: 'NaN' }])
  })

  test('reports rows that do not fit, and reads on', async () => {
    const { rows, errors } = await decodeAll(decoder, log('x', { a: 'count', b: 'count' }, ['1'], ['1', '2', '3'], ['1', '2']))
    expect(rows.length).toBe(1)
    expect(errors.map(({ reason }) => reason)).toEqual(['a row of 1 values under a header of 2 fields', 'a row of 3 values under a header of 2 fields'])
  })

  test('reads rotated files that were joined, each by its own header', async () => {
    const { rows, errors } = await decodeAll(decoder, DNS + log('conn', { uid: 'string', n: 'count' }, ['C1', '5']) + DNS)
    expect(errors).toEqual([])
    expect(rows.map(({ dataset }) => dataset)).toEqual(['zeek.dns', 'zeek.dns', 'zeek.conn', 'zeek.dns', 'zeek.dns'])
  })

  test('a name that is none is unknown', async () => {
    const { rows } = await decodeAll(decoder, log('../x', { a: 'count' }, ['1']))
    expect(rows[0]?.dataset).toBe('zeek.unknown')
  })

  test('reports rows without header', async () => {
    const { rows, errors } = await decodeAll(decoder, 'a\tb\n')
    expect([rows, errors]).toEqual([[], [{ offset: 0, reason: 'a row without a #fields line before it' }]])
  })

  test('reads other separators', async () => {
    const { rows } = await decodeAll(decoder, '#separator \\x2c\n#set_separator,;\n#path,p\n#fields,a,b\n#types,set[count],string\n1;2,x\n')
    expect({ ...rows[0]?.fields }).toEqual({ _path: 'p', a: [1, 2], b: 'x' })
  })

  test.each([
    [DNS, true],
    ['#close\t2026\n#separator \\x09\n#fields\ta\n#types\tcount', true],
    ['# comment\na\tb', false],
    ['#fields', false],
    ['', false],
  ])('%j is Zeek: %s', (text, expected) => {
    expect(decoder.recognises(Buffer.from(text), '')).toBe(expected)
  })

  test('reads in pieces what it reads as a whole, and never throws', async () => {
    const line = fc.oneof(
      fc.constantFrom('#separator \\x09', '#fields\ta\tb', '#fields\ta', '#types\tcount\tstring', '#types\tset[addr]', '#path\tconn', '#set_separator\t;', '#set_separator\t', '#close', '#'),
      fc.array(fc.constantFrom('1', '-', 'x', '(empty)', '\\x41', '\\', ',', 'é', '__proto__'), { minLength: 1, maxLength: 3 }).map(values => values.join('\t')),
      fc.string({ maxLength: 8 }),
    )
    await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 25 }), async lines => {
      const bytes = Buffer.from(lines.join('\n'))
      const whole = await decodeAll(decoder, bytes)
      decoder.recognises(bytes, '')
      const pieces = await decodeChunks(decoder, memoryEvidence(bytes), chunksByLine(bytes))
      expect(pieces.rows).toEqual(whole.rows)
      expect(pieces.errors).toEqual(whole.errors)
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })
})

/** Every line a chunk, with the header as the planner would carry it. */
function chunksByLine(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  let context: string | undefined
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf('\n', from)
    const to = end < 0 ? bytes.length : end + 1
    const number = chunks.length
    chunks.push({ number, from, to, firstRecord: number, ...(context === undefined ? {} : { context }) })
    const text = bytes.toString('utf8', from, end < 0 ? to : end).replace(/\r$/, '')
    if (text.startsWith('#')) context = withHeaderLine(text, context)
    from = to
  }
  return chunks
}
