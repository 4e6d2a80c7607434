import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { eventId, matchId } from '../../model/ids.ts'
import { Mappings } from '../../model/mappings.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { parseQuery } from '../../query/parse-query.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { MatchEncoder } from './encode-matches.ts'
import { matchInsert } from './event-insert.ts'
import { EVENT_MIGRATIONS } from './event-migrations.ts'
import type { EventReader } from './event-reader.ts'
import { fieldsText, parseFields } from './fields-text.ts'
import { fitFields } from './fit-fields.ts'
import { huntEvents } from './hunt-events.ts'
import { huntSummary } from './hunt-summary.ts'
import { rawBytes } from './raw-bytes.ts'
import { expertSettings } from './scope.ts'
import { writeBatches } from './testing/write-batch.ts'

const mappings = new Mappings([])
const rule = { id: 'rule-1', title: 'A', level: 'high', techniques: [], tactics: [], falsePositives: [], status: '' } as const

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('\ud800', '\0', '\u0001', 'a.b', 'a', 'b', ' ', '__proto__', 'x'.repeat(300)))
const scalar: fc.Arbitrary<FieldValue> = fc.oneof(text, fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null))
const hostileFields: fc.Arbitrary<Fields> = fc.letrec<{ value: FieldValue, fields: Fields }>(tie => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('fields')),
  fields: fc.array(fc.tuple(text, tie('value')), { maxLength: 6 }).map(members => {
    const made: Record<string, FieldValue> = Object.create(null)
    for (const [name, value] of members) made[name] = value
    return made
  }),
})).fields

test('fields as JSON are the fields again', () => {
  fc.assert(fc.property(hostileFields, fields => {
    expect(comparable(parseFields(fieldsText(fields)))).toEqual(comparable(fields))
  }), { numRuns: byDepth(500, 2_000, 100_000) })
})

describeWithClickHouse('the event store', (store, folder) => {
  beforeAll(() => migrateClickHouse(store().client, EVENT_MIGRATIONS))

  function reader(organisation: string, position = 10, hiddenLoads: number[] = []): EventReader {
    return { client: store().client, scope: { organisation, position, hiddenLoads }, mappings, paths: new Map() }
  }

  async function write(organisation: string, load: number, all: readonly Fields[], raw?: Uint8Array) {
    const evidence = `${load}${organisation.length}`.padStart(64, '0')
    return writeBatches(store(), folder(), { organisation, load, evidence, sensor: 's' }, mappings, batchesOf(all), () => raw ?? null)
  }

  test('gives back any fields, types and all', async () => {
    const all = fc.sample(hostileFields, { numRuns: byDepth(300, 1_500, 30_000), seed: 5 })
    expect(await write('any', 1, all)).toEqual([])
    const found = await huntEvents(reader('any'), query('*'), all.length)
    expect(found.map(({ record, fields }) => [record, comparable(fields)]).sort(byRecord)).toEqual(all.map((fields, record) => [record, comparable(fields)]))
  })

  test('takes a record made to break it for one error at most, and its neighbours unharmed', async () => {
    const million = Object.fromEntries(Array.from({ length: byDepth(100_000, 1_000_000, 1_000_000) }, (_, n) => [`k${n}`, n]))
    let deep: FieldValue = 1
    for (let n = 0; n < 10_000; n++) deep = n % 2 === 0 ? { a: deep } : [deep]
    const all: Fields[] = [{ before: 1 }, million, { deep }, { 'a.b': 1, a: { b: 2 } }, { n: Number.NaN, b: 10n ** 400n, s: '\ud800\0' }, { after: 1 }]
    const errors = await write('hostile', 1, all)
    expect(errors.map(({ offset }) => offset)).toEqual([10, 20])
    const found = await huntEvents(reader('hostile'), query('*'), 100)
    expect(found.map(({ record, fields }) => [record, comparable(fields)]).sort(byRecord))
      .toEqual(all.map((fields, record) => [record, comparable(fitFields(fields).fields)]))
    expect((await huntEvents(reader('hostile'), query('k7:7'), 9)).map(({ record }) => record)).toEqual([1])
  })

  test('keeps the exact bytes', async () => {
    const raw = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    await write('raw', 1, [{ a: 1 }], raw)
    const answer = await store().client.query({ query: "SELECT hex(raw) AS raw FROM events WHERE organisation = 'raw'", format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ raw: Buffer.from(raw).toString('hex').toUpperCase() }])
  })

  test('keeps bytes that are the fields as they are stored once, and gives them back', async () => {
    const texts = ['{"a":"x","b":{"c":[1,"é"]}}', '{"a": "x"}', '{"a":"y"}']
    const builder = new EventBatchBuilder()
    for (const [record, json] of texts.entries()) builder.add({ dataset: 'd', time: record, record, offset: record * 10, length: json.length, fields: JSON.parse(json) as Fields, verbatim: true })
    const origin = { organisation: 'once', load: 1, evidence: '5'.padStart(64, '0'), sensor: '' }
    await writeBatches(store(), folder(), origin, mappings, [builder.take()], row => Buffer.from(texts[row]!))
    const stored = await store().client.query({ query: "SELECT raw FROM events WHERE organisation = 'once' ORDER BY record", format: 'JSONEachRow' })
    expect((await stored.json()).slice(0, 2)).toEqual([{ raw: '' }, { raw: texts[1] }])
    const given = await Promise.all(texts.map((_, record) => rawBytes(reader('once'), eventId(origin.evidence, record * 10, 0))))
    expect(given.map(bytes => Buffer.from(bytes ?? []).toString())).toEqual(texts)
  })

  test('keeps bytes that the stored fields begin with once, and gives them back', async () => {
    const texts = ['{"a":"語","n":1}', '{"a":"語"}', '{"a":"語" }']
    const builder = new EventBatchBuilder()
    for (const [record, json] of texts.entries()) {
      builder.add({ dataset: 'd', time: record, record, offset: record * 10, length: Buffer.byteLength(json), fields: { ...JSON.parse(json) as Fields, found: ['x', record] } })
    }
    const origin = { organisation: 'begins', load: 1, evidence: '6'.padStart(64, '0'), sensor: '' }
    await writeBatches(store(), folder(), origin, mappings, [builder.take()], row => Buffer.from(texts[row]!))
    const stored = await store().client.query({ query: "SELECT raw FROM events WHERE organisation = 'begins' ORDER BY record", format: 'JSONEachRow' })
    expect(await stored.json()).toEqual([{ raw: '' }, { raw: '' }, { raw: texts[2] }])
    const given = await Promise.all(texts.map((_, record) => rawBytes(reader('begins'), eventId(origin.evidence, record * 10, 0))))
    expect(given.map(bytes => Buffer.from(bytes ?? []).toString())).toEqual(texts)
  })

  test('shows each organisation its own, up to a load, without the loads that are open or dead', async () => {
    for (const load of [1, 2, 3, 4]) await write('scoped', load, [{ load }])
    await write('other', 1, [{ load: 1 }])
    const loads = async (position: number, hidden: number[]) =>
      (await huntEvents(reader('scoped', position, hidden), query('load:*'), 9)).map(({ fields }) => fields['load']).sort()
    expect([await loads(4, []), await loads(3, [2]), await loads(0, [])]).toEqual([[1, 2, 3, 4], [1, 3], []])
    expect(await huntSummary(reader('scoped', 3, [2]), query('| count by load'))).toMatchObject({ total: 2 })
  })

  test('finds by the rules that match', async () => {
    const batch = batchesOf([{ a: 1 }, { a: 2 }])[0]!
    const origin = { organisation: 'rules', load: 1, evidence: '5'.padStart(64, '0'), sensor: '' }
    await writeBatches(store(), folder(), origin, mappings, [batch])
    const encoder = new MatchEncoder(origin, mappings)
    const event = eventId(origin.evidence, batch.offset[1]!, batch.ordinal[1]!)
    encoder.add({ id: matchId('sigma', rule.id, event), event, detector: 'sigma', match: { row: 1, rule, facts: () => [] } }, batch)
    const path = join(folder(), randomUUID())
    writeFileSync(path, encoder.take()!)
    await store().insertFile(matchInsert(path))
    expect((await huntEvents(reader('rules'), query('_rule:RULE-1'), 9)).map(({ fields }) => fields)).toEqual([{ a: 2 }])
    expect((await huntEvents(reader('rules'), query('not _rule:*'), 9)).map(({ fields }) => fields)).toEqual([{ a: 1 }])
    expect(await huntSummary(reader('rules'), query('| count by _rule'))).toMatchObject({ groups: [{ values: ['["rule-1"]'] }, { values: ['[]'] }] })
    const answer = await store().client.query({ query: "SELECT lower(hex(id)) AS id FROM matches WHERE organisation = 'rules'", format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ id: matchId('sigma', 'rule-1', eventId(origin.evidence, 10, 0)) }])
  })

  test('scopes the SQL of an expert wherever it names a table, and lets it only read', async () => {
    await write("o'p", 1, [{ a: 1 }])
    await write("o'p", 2, [{ a: 2 }])
    const settings = expertSettings({ organisation: "o'p", position: 5, hiddenLoads: [2] }, { seconds: 10, rows: 1_000, bytes: 500_000_000 })
    const ask = async (sql: string) => (await store().client.query({ query: sql, clickhouse_settings: settings, format: 'JSONEachRow' })).json()
    expect(await ask('SELECT toUInt32(count()) AS n FROM events')).toEqual([{ n: 1 }])
    const [{ name }] = await ask('SELECT currentDatabase() AS name') as [{ name: string }]
    expect(await ask(`SELECT toUInt32(count()) AS n FROM (SELECT * FROM ${name}.events AS e WHERE 1 UNION ALL SELECT * FROM events)`)).toEqual([{ n: 2 }])
    await expect(ask('SELECT count() FROM events SETTINGS additional_table_filters = {}')).rejects.toThrow('readonly')
    await expect(ask('TRUNCATE TABLE events')).rejects.toThrow('readonly')
    await expect(ask('SELECT * FROM numbers(10000)')).rejects.toThrow('Limit')
  })
})

function batchesOf(all: readonly Fields[]): EventBatch[] {
  const builder = new EventBatchBuilder()
  const batches: EventBatch[] = []
  for (const [record, fields] of all.entries()) {
    if (builder.add({ dataset: 'd', time: record, record, offset: record * 10, length: 10, fields })) batches.push(builder.take())
  }
  return [...batches, builder.take()]
}

function query(written: string) {
  const parsed = parseQuery(written)
  return parsed.ok ? parsed.query : expect.unreachable(parsed.error.message)
}

function byRecord([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return Number(a) - Number(b)
}

/** As text, with what JSON does not tell apart told apart. */
function comparable(value: FieldValue): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((member: FieldValue) => comparable(member)).join()}]`
  const fields = value as Fields
  return `{${Object.keys(fields).sort().map(name => `${JSON.stringify(name)}:${comparable(fields[name] ?? null)}`).join()}}`
}
