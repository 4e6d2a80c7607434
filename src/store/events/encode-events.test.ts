import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { NOBODY } from '../../model/entities.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { SEARCH_COLUMN_NAMES } from '../../query/sql/search-column.ts'
import { EventEncoder } from './encode-events.ts'
import { RAW_IS_FIELDS, RAW_PLACE } from './raw-column.ts'
import { readNativeBlock } from './testing/read-native-block.ts'
import { byName, simpleRows } from './testing/simple-rows.ts'

const ORIGIN = { organisation: 'o', load: 2 ** 40 + 1, evidence: 'c0ffee'.padEnd(64, '7'), sensor: 'tap' }

const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'windows',
  title: 'Some',
  subject: [{ type: 'host', field: 'Computer' }, { type: 'user', field: 'User' }],
  entities: {
    host: ['Computer', 'From'], user: ['User', 'a b'], hash: ['Hashes'], ip: ['Ip', 'From'], url: 'Url', process: ['Image', 'Parent', 'a.b'], domain: 'Name',
  },
  fields: { Computer: ['Host'], Image: ['Program', 'a.b'] },
  datasets: { 'windows.some': {}, 'windows.other': { subject: [{ type: 'ip', field: 'Ip' }] } },
})])

const names = fc.constantFrom(
  'Computer', 'Host', 'User', 'Hashes', 'Ip', 'From', 'Url', 'Image', 'Parent', 'Program', 'Name', 'a', 'a b', 'ab', 'a.b', 'b', '', '7', '煙', '__proto__', 'x"y\\',
  '\ud800', '\0', '\u0001', 'n'.repeat(300),
)
const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length })
const text = fc.oneof(
  fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ unit: fc.constantFrom('\0', '\n', '"', '\\', '\u001f', '\u007f', 'A', 'é') }),
  fc.constantFrom(...NOBODY), fc.constantFrom('HOST1.', ' host1 ', 'host1', '\thost1\v', 'C:\\Windows\\x.exe', 'c:\\windows\\X.EXE', '10.0.0.1', '::1', '[fe80::1]', 'fe80::1%e', '1.2.3.4.', ':', '.', '%'),
  fc.constantFrom('\ud800', 'a\udfffb'), fc.ipV4(), fc.ipV6(), hex(32), hex(64), fc.tuple(hex(40), hex(32)).map(([a, b]) => `SHA1=${a},IMPHASH=${b},MD5=${b},=${b},x`),
  fc.constantFrom(126, 127, 128, 129, 1_020, 1_024, 1_025, 16_380).map(length => 'Ab'.repeat(length).slice(0, length)),
)
const scalar: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 6, arbitrary: text }, { weight: 2, arbitrary: fc.integer() }, fc.double(), fc.boolean(), fc.constant(null),
  fc.constantFrom(0, -0, 2 ** 31, 2 ** 53, -5, 1e21, 5e-324, Number.NaN, 5n),
)
const { value, object } = fc.letrec<{ value: FieldValue, object: Fields }>(tie => ({
  value: fc.oneof({ weight: 20, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), { weight: 3, arbitrary: tie('object') }, fc.array(tie('object'), { maxLength: 2 })),
  object: fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}))
const anyFields: fc.Arbitrary<Fields> = fc.uniqueArray(fc.tuple(names, value), { maxLength: 8, selector: ([name]) => name }).map(members => Object.fromEntries(members))
const place = fc.record({ dataset: fc.constantFrom('windows.some', 'windows.other', 'unheard.of', 'Größe'), time: fc.option(fc.maxSafeNat()), offset: fc.maxSafeNat(), ordinal: fc.nat(), fields: anyFields })

/** JSON has no word for some values. */
function written(member: FieldValue): string {
  return JSON.stringify(member, (_name, each: unknown) => (typeof each === 'bigint' ? Number(each) : each))
}

const spelling = fc.constantFrom<(json: string) => string>(
  json => json, json => json, json => json, json => `${json} `, json => json.replace(/[A-Za-z](?=[^u]*"$)/, letter => `\\u00${letter.charCodeAt(0).toString(16)}`),
  json => json.replace('\\u001f', '\\u001F'), json => json.replaceAll('/', '\\/'), json => json.replace(/^(-?\d+)$/, '$1.0'), json => json.replace(/^0$/, '-0'),
  json => json.replace(/^(\d)0$/, '$1e1'), json => json.replace('\\n', '\\u000a'),
)

test('an encoder writes what the plain functions say', () => {
  fc.assert(fc.property(fc.array(fc.array(place, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), batches => {
    const encoder = new EventEncoder(ORIGIN, mappings)
    for (const rows of batches) {
      const batch = batchOf(rows)
      encoder.add(batch, row => Uint8Array.of(row, 255), () => {})
      const block = encoder.take()
      if (block === null) expect(rows).toEqual([])
      else expect(rowsOf(readNativeBlock(block))).toEqual(simpleRows(ORIGIN, mappings, batch))
    }
  }), { numRuns: byDepth(50, 200, 50_000) })
})

test('an encoder writes the same from the bytes of a record, however they are spelt', () => {
  const record = fc.array(fc.tuple(names, fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), object), spelling), { maxLength: 6 })
    .map(members => `{${members.map(([name, member, spell]) => `${JSON.stringify(name)}:${spell(written(member))}`).join(',')}}`)
  fc.assert(fc.property(fc.array(fc.tuple(record, fc.constantFrom('', '', '', ' ')), { minLength: 1, maxLength: 12 }), records => {
    const encoder = new EventEncoder(ORIGIN, mappings)
    const texts = records.map(([json, before]) => before + json)
    const rows = texts.map((json, offset) => ({ dataset: 'windows.some', time: 1, offset, ordinal: 0, fields: JSON.parse(json) as Fields, verbatim: true }))
    const batch = batchOf(rows)
    encoder.add(batch, row => Buffer.from(texts[row]!), () => {})
    const block = readNativeBlock(encoder.take()!)
    expect(rowsOf(block)).toEqual(simpleRows(ORIGIN, mappings, batch))
    expect(rawOf(block)).toEqual(texts)
  }), { numRuns: byDepth(30, 150, 50_000) })
})

test('bytes that fields begin with are stored once, whatever was found out about them', () => {
  const more = fc.dictionary(names, scalar, { maxKeys: 3 })
  const spaces = fc.constantFrom('', '', '', ' ')
  const record = fc.tuple(fc.dictionary(names, fc.oneof(scalar, object, fc.string({ minLength: 100, maxLength: 20_000 })), { maxKeys: 4 }), more, spaces)
  fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), records => {
    const encoder = new EventEncoder(ORIGIN, mappings)
    const texts = records.map(([own, , space]) => space + JSON.stringify(own, (_name, member: FieldValue) => (typeof member === 'bigint' ? Number(member) : member)))
    const builder = new EventBatchBuilder()
    for (const [index, [own, found]] of records.entries()) {
      builder.add({ dataset: 'windows.some', time: 1, record: index, offset: index, length: Buffer.byteLength(texts[index]!), ordinal: 0, fields: { ...own, ...found } })
    }
    const batch = builder.take()
    encoder.add(batch, row => Buffer.from(texts[row]!), () => {})
    const block = readNativeBlock(encoder.take()!)
    expect(rowsOf(block)).toEqual(simpleRows(ORIGIN, mappings, batch))
    expect(rawOf(block)).toEqual(texts)
  }), { numRuns: byDepth(30, 150, 20_000) })
  const encoder = new EventEncoder(ORIGIN, mappings)
  encoder.add(batchOf([{ dataset: 'd', time: 1, offset: 0, ordinal: 0, fields: { a: 'xyz', b: 1 } }]), () => Buffer.from('{"a":"xyz"}').subarray(0, 11), () => {})
  // The event says that its record has 9 bytes, so that nobody would find these 11 again.
  expect(readNativeBlock(encoder.take()!).get('raw')).toEqual(['{"a":"xyz"}'])
})

test('batches of one block follow one another', () => {
  const encoder = new EventEncoder(ORIGIN, mappings)
  const batches = fc.sample(fc.array(place, { minLength: 1, maxLength: 100 }), { numRuns: 20, seed: 3 }).map(batchOf)
  for (const batch of batches) encoder.add(batch, () => null, () => {})
  const block = readNativeBlock(encoder.take()!)
  expect(rowsOf(block)).toEqual(batches.flatMap(batch => simpleRows(ORIGIN, mappings, batch)))
  expect(['organisation', 'load', 'evidence', 'sensor'].map(name => new Set(block.get(name)))).toEqual([new Set(['o']), new Set([ORIGIN.load]), new Set([ORIGIN.evidence]), new Set(['tap'])])
  expect(encoder.take()).toBeNull()
})

test('a block holds events of several origins, each under its own', () => {
  const others = [ORIGIN, { ...ORIGIN, load: 8, evidence: 'beef'.padEnd(64, '3') }, { ...ORIGIN, organisation: 'p', load: 9, sensor: '' }]
  const encoder = new EventEncoder(ORIGIN, mappings)
  const rows = [{ dataset: 'windows.some', time: 1, offset: 3, ordinal: 0, fields: { a: 'x' } }]
  for (const origin of others) {
    encoder.moveTo(origin)
    encoder.add(batchOf(rows), () => null, () => {})
  }
  encoder.moveTo({ ...ORIGIN, load: 10 })
  const block = readNativeBlock(encoder.take()!)
  for (const name of ['organisation', 'load', 'evidence', 'sensor'] as const) expect(block.get(name)).toEqual(others.map(origin => origin[name]))
  expect(rowsOf(block)).toEqual(others.flatMap(origin => simpleRows(origin, mappings, batchOf(rows))))
})

test('objects as deep as an event may have them, and deeper, are written as the plain functions say', () => {
  const encoder = new EventEncoder(ORIGIN, mappings)
  const rows = [29, 30, 31, 32, 33, 34, 35].map((depth, offset) => {
    let nested: Fields = { User: 'x' }
    for (let level = 1; level < depth; level++) nested = { a: level, b: nested, c: [] }
    return { dataset: 'windows.some', time: 1, offset, ordinal: 0, fields: nested }
  })
  const problems: string[] = []
  encoder.add(batchOf(rows), () => null, ({ reason }) => problems.push(reason))
  expect(rowsOf(readNativeBlock(encoder.take()!))).toEqual(simpleRows(ORIGIN, mappings, batchOf(rows)))
  expect(problems).toHaveLength(2)
})

test('names without end are forgotten, not kept', () => {
  const encoder = new EventEncoder(ORIGIN, mappings)
  const batches = Array.from({ length: byDepth(4, 110, 220) }, (_each, number) =>
    batchOf(Array.from({ length: 500 }, (_, row) => ({ dataset: 'd', time: 0, offset: row, ordinal: 0, fields: { [`k${number}-${row}`]: 'x', same: row } }))))
  for (const batch of batches) {
    encoder.add(batch, () => null, () => {})
    const block = encoder.take()!
    if (batch === batches[0] || batch === batches.at(-1)) expect(rowsOf(readNativeBlock(block))).toEqual(simpleRows(ORIGIN, mappings, batch))
  }
})

function batchOf(rows: readonly { dataset: string, time: number | null, offset: number, ordinal: number, fields: Fields, verbatim?: boolean }[]): EventBatch {
  const builder = new EventBatchBuilder()
  for (const [record, row] of rows.entries()) builder.add({ ...row, record, length: 9 })
  return builder.take()
}

/** What is read back as the bytes of each event. */
function rawOf(block: ReadonlyMap<string, unknown[]>): unknown[] {
  return block.get(RAW_IS_FIELDS)!.map((kept, row) => {
    const fields = Buffer.from(String(block.get('fields')![row]))
    if (kept === RAW_PLACE.beginning) return `${fields.subarray(0, Number(block.get('length')![row]) - 1).toString()}}`
    return block.get(kept === RAW_PLACE.same ? 'fields' : 'raw')![row]
  })
}

function rowsOf(block: ReadonlyMap<string, unknown[]>): unknown[] {
  const column = (name: string) => block.get(name) ?? []
  return column('id').map((id, row) => ({
    id,
    ...Object.fromEntries(['time', 'dataset', 'record', 'oddity', 'subject', 'entities', 'fields'].map(name => [name, column(name)[row]])),
    search: SEARCH_COLUMN_NAMES.flatMap(name => column(name)[row] as [string, string][]).toSorted(byName),
  }))
}
