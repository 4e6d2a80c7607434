import { expect, test } from 'vitest'
import { BATCH_ROWS, EVENT_FLAGS, EventBatchBuilder } from './event-batch.ts'

test('a builder gives back the rows it was given, column by column, and starts anew', () => {
  const builder = new EventBatchBuilder()
  expect(builder.add({ dataset: 'a.b', time: 5, record: 7, offset: 100, length: 20, fields: { x: 1 } })).toBe(false)
  builder.add({ dataset: 'a.c', time: null, record: 8, offset: 120, length: 30, ordinal: 3, flags: EVENT_FLAGS.recovered, fields: {} })
  const batch = builder.take()
  builder.add({ dataset: 'later', time: 9, record: 9, offset: 9, length: 9, fields: {} })
  expect({ ...batch, time: [...batch.time], record: [...batch.record], offset: [...batch.offset], length: [...batch.length],
    ordinal: [...batch.ordinal], flags: [...batch.flags] }).toEqual({
    count: 2, dataset: ['a.b', 'a.c'], time: [5, Number.NaN], record: [7, 8], offset: [100, 120], length: [20, 30],
    ordinal: [0, 3], flags: [0, EVENT_FLAGS.recovered], fields: [{ x: 1 }, {}],
  })
})

test('a builder says when it is full', () => {
  const builder = new EventBatchBuilder()
  const full = Array.from({ length: BATCH_ROWS }, (_, record) => builder.add({ dataset: 'd', time: 0, record, offset: record, length: 1, fields: {} }))
  expect(full.indexOf(true)).toBe(BATCH_ROWS - 1)
  expect(builder.take().count).toBe(BATCH_ROWS)
})
