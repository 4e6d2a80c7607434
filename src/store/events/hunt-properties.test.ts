import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { expression, fields, query } from '../../../test/query-arbitraries.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { eventId } from '../../model/ids.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import type { Fields } from '../../model/value.ts'
import { BatchEvent } from '../../query/batch-event.ts'
import { compileQuery } from '../../query/compile-query.ts'
import { formatQuery } from '../../query/format-query.ts'
import { parseQuery } from '../../query/parse-query.ts'
import type { Query } from '../../query/query.ts'
import { runQuery } from '../../query/run-query.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from './event-migrations.ts'
import type { EventReader } from './event-reader.ts'
import { huntEvents } from './hunt-events.ts'
import { huntSummary } from './hunt-summary.ts'
import { writeBatches } from './testing/write-batch.ts'

const EVIDENCE = 'ab'.repeat(32)
const EVENTS = byDepth(300, 1_000, 10_000)
const RUNS = byDepth(10, 20, 5_000)
/** Each question takes the engine tenths of a second. */
const LIMIT_MS = byDepth(60_000, 90_000, 7_200_000)
const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'lamps',
  title: 'Lamps',
  subject: [{ type: 'host', field: 'a' }, { type: 'user', field: 'x y' }],
  fields: { b: ['c', 'd.e'] },
  datasets: {
    'lamps.switch': { fields: { alias: ['a', 'b'] }, categories: [{ category: 'on', when: { a: 'b' }, fields: { renamed: ['b', 'c.d'] } }] },
    'lamps.{a}': { fields: { alias: 'b' } },
  },
})])

/** The same events in every run: the engine is asked once for each query. */
const batch = randomBatch()
const events = Array.from({ length: batch.count }, (_, row) => new BatchEvent(batch, mappings, origin()).at(row))

describeWithClickHouse('the hunt language over the store', (store, folder) => {
  const reader = (): EventReader => ({
    client: store().client,
    scope: { organisation: 'o', position: 5, hiddenLoads: [] },
    mappings,
    paths: new Map([[EVIDENCE, origin().paths]]),
  })

  beforeAll(async () => {
    await migrateClickHouse(store().client, EVENT_MIGRATIONS)
    await writeBatches(store(), folder(), { organisation: 'o', load: 3, evidence: EVIDENCE, sensor: '' }, mappings, [batch])
    // Indexes are made when parts are merged.
    await store().client.command({ query: 'OPTIMIZE TABLE events FINAL' })
  })

  test('finds the events that memory finds', async () => {
    await fc.assert(fc.asyncProperty(expression, async where => {
      await compare({ where, pipe: null })
    }), { numRuns: RUNS, endOnFailure: true })
  }, LIMIT_MS)

  test('takes a question of any length', async () => {
    for (const text of ['\'', '煙', '%', ' ; ']) {
      const parsed = parseQuery(`a:"${text.repeat(2_500)}" OR b:5`)
      if (!parsed.ok) throw new Error(parsed.error.message)
      await compare(parsed.query)
    }
  }, LIMIT_MS)

  test('finds the newest first, however little is looked at first', async () => {
    await fc.assert(fc.asyncProperty(expression, fc.integer({ min: 1, max: 40 }), async (where, limit) => {
      const found = await huntEvents({ ...reader(), firstLook: 20 }, { where, pipe: null }, limit)
      expect(found.map(({ id }) => id), formatQuery({ where, pipe: null })).toEqual(newestOf({ where, pipe: null }).slice(0, limit))
    }), { numRuns: RUNS, endOnFailure: true })
  }, LIMIT_MS)

  test('counts what memory counts', async () => {
    await fc.assert(fc.asyncProperty(query, async each => {
      expect(await huntSummary(reader(), each), formatQuery(each)).toEqual(runQuery(each, events))
    }), { numRuns: RUNS, endOnFailure: true })
  }, LIMIT_MS)

  async function compare(each: Query): Promise<void> {
    const found = await huntEvents(reader(), each, batch.count)
    expect(found.map(({ id }) => id), formatQuery(each)).toEqual(newestOf(each))
  }
})

/** The ids of all events that memory finds, in the order of the answer. */
function newestOf(each: Query): string[] {
  const holds = compileQuery(each)
  const age = (row: number) => (Number.isNaN(batch.time[row]!) ? Number.NEGATIVE_INFINITY : batch.time[row]!)
  const rows = events.flatMap((event, row) => (holds(event) ? [row] : []))
  return rows.sort((a, b) => age(b) - age(a) || batch.offset[b]! - batch.offset[a]!).map(row => eventId(EVIDENCE, batch.offset[row]!, batch.ordinal[row]!))
}

function origin() {
  return { evidence: EVIDENCE, paths: ['/cases/a.zip!/b', 'copy'], rulesOf: (): string[] => [] }
}

/** Random fields, the special ones of the language among them, and a few that no decoder would make. */
function randomBatch(): EventBatch {
  const hostile: Fields[] = [
    { 'a.b': 1, a: { b: 2 } }, { a: '\ud800' }, { a: '\0Σ' }, { a: ['x\u0001y'] }, { '\udc00': 'b' }, { a: { b: [{ c: 'É' }, { c: ['k', 'K'] }] } },
    { a: 'ΣΑΣ' }, { a: 'İB' }, { b: '\u212a' }, { a: '::ffff:10.0.0.1' }, { a: '[10.0.0.1]' }, { a: 'fe80::1%eth0' }, { a: '10.1.2.3' }, { a: '1e5' },
    { a: Number.NaN, b: -0, c: Infinity }, { a: 1e21 }, { a: 2n ** 80n }, { a: '0x10' }, { a: 'x'.repeat(3_000) }, { a: '煙'.repeat(1_000) }, { '': { '': 1 } }, { a: 5n, b: '5' }, { a: [5n, -0, true] },
  ]
  const random = fc.sample(fields, { numRuns: EVENTS - hostile.length, seed: 11 })
  const rows = [...hostile, ...random]
  const builder = new EventBatchBuilder()
  const batches: EventBatch[] = []
  for (const [row, each] of rows.entries()) {
    const time = row % 7 === 0 ? null : (row % 5) * 86_400_000_000 + row % 3
    const dataset = ['lamps.switch', 'lamps.b', 'other', 'Größe'][row % 4]!
    if (builder.add({ dataset, time, record: row, offset: row * 10, length: 10, fields: each })) batches.push(builder.take())
  }
  batches.push(builder.take())
  return joined(batches)
}

function joined(batches: readonly EventBatch[]): EventBatch {
  const numbers = (pick: (batch: EventBatch) => ArrayLike<number>) => batches.flatMap(each => Array.from(pick(each)))
  return {
    count: batches.reduce((sum, { count }) => sum + count, 0),
    dataset: batches.flatMap(each => each.dataset),
    time: Float64Array.from(numbers(each => each.time)),
    record: Float64Array.from(numbers(each => each.record)),
    offset: Float64Array.from(numbers(each => each.offset)),
    length: Float64Array.from(numbers(each => each.length)),
    ordinal: Uint32Array.from(numbers(each => each.ordinal)),
    flags: Uint8Array.from(numbers(each => each.flags)),
    fields: batches.flatMap(each => each.fields),
  }
}
