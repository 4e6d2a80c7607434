import { describe, expect, test } from 'vitest'
import { EventBatchBuilder } from '../model/event-batch.ts'
import { eventId } from '../model/ids.ts'
import { Mappings } from '../model/mappings.ts'
import { sourceMappingSchema } from '../model/source-mapping.ts'
import { BatchEvent } from './batch-event.ts'
import { compileQuery } from './compile-query.ts'
import { META_FIELDS } from './meta-fields.ts'
import { parseQuery } from './parse-query.ts'

const mapping = sourceMappingSchema.parse({
  source: 'lamps',
  title: 'Lamps',
  subject: [{ type: 'host', field: 'lamp' }],
  datasets: { 'lamps.switch': { fields: { DestinationIp: 'dst' } } },
})
const evidence = 'ab'.repeat(32)
const builder = new EventBatchBuilder()
builder.add({ dataset: 'lamps.switch', time: 1_500_000, record: 4, offset: 100, length: 10, fields: { lamp: 'Hall', dst: '10.0.0.1' } })
builder.add({ dataset: 'lamps.switch', time: null, record: 5, offset: 100, length: 10, ordinal: 1, fields: { _id: 'its own' } })
const batch = builder.take()
const event = new BatchEvent(batch, new Mappings([mapping]), {
  evidence,
  paths: ['a.log', 'b.log'],
  rulesOf: row => (row === 0 ? ['rule-1'] : []),
})

describe('a row of a batch', () => {
  test('has the meta fields', () => {
    expect(META_FIELDS.map(name => event.at(0).field(name))).toEqual([
      eventId(evidence, 100, 0), '1970-01-01T00:00:01.500000Z', 'lamps.switch', evidence, ['a.log', 'b.log'], 4, ['rule-1'], 'host:hall',
    ])
    expect(META_FIELDS.map(name => event.at(1).field(name))).toEqual([
      eventId(evidence, 100, 1), null, 'lamps.switch', evidence, ['a.log', 'b.log'], 5, [], `evidence:${evidence}`,
    ])
  })

  test('has its own fields under the names rules use', () => {
    expect(event.at(0).field('DestinationIp')).toBe('10.0.0.1')
    expect(event.at(0).field('absent')).toBeUndefined()
  })

  test.each([
    ['_subject:host:hall DestinationIp:10.0.0.0/8', [true, false]],
    ['_rule:rule-1', [true, false]],
    ['_time:<1970-01-02', [true, false]],
    ['"its own"', [false, true]],
    ['_path:b.log _record:>=4', [true, true]],
  ])('is found by %s', (text, expected) => {
    const parsed = parseQuery(text)
    const found = parsed.ok ? compileQuery(parsed.query) : expect.unreachable()
    expect([0, 1].map(row => found(event.at(row)))).toEqual(expected)
  })
})
