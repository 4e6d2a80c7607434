import { describe, expect, test } from 'vitest'
import type { EventBatch } from '../../model/event-batch.ts'
import { EVENT_FLAGS, EventBatchBuilder } from '../../model/event-batch.ts'
import type { Fields } from '../../model/value.ts'
import { ClockSampler } from './clock-sampler.ts'
import { CLOCK_SAMPLES_OF_CHUNK } from './defaults.ts'

const NOW = Date.UTC(2026, 10, 22) * 1_000

interface Row {
  readonly time: number | null
  readonly received: number
  readonly fields?: Fields
  readonly flags?: number
}

function batchOf(rows: readonly Row[]): EventBatch {
  const builder = new EventBatchBuilder()
  for (const { time, fields = {}, flags = 0 } of rows) builder.add({ dataset: 'linux.syslog', time, record: 0, offset: 0, length: 0, fields, flags })
  return { ...builder.take(), arrival: { source: 'lab', received: Float64Array.from(rows, ({ received }) => received) } }
}

function taken(...batches: readonly EventBatch[]) {
  const sampler = new ClockSampler()
  for (const batch of batches) sampler.add(batch)
  return sampler.take()
}

describe('ClockSampler', () => {
  test('tells of each host what its records say of the time', () => {
    const rows: Row[] = [
      { time: NOW - 3, received: NOW, fields: { hostname: 'web1', sender_ip: '192.0.2.1' } },
      { time: NOW + 7, received: NOW, fields: { hostname: 'web1' }, flags: EVENT_FLAGS.zoneAssumed },
      { time: NOW - 1, received: NOW, fields: { host: { name: 'beats' } } },
      { time: NOW - 2, received: NOW, fields: { hostname: '', sender_ip: '192.0.2.1' } },
      { time: NOW, received: NOW },
    ]
    expect(taken(batchOf(rows))).toEqual([
      { source: 'lab', host: 'web1', received: [NOW, NOW], delays: [3, -7], zoneAssumed: 1 },
      { source: 'lab', host: 'beats', received: [NOW], delays: [1], zoneAssumed: 0 },
      { source: 'lab', host: '192.0.2.1', received: [NOW], delays: [2], zoneAssumed: 0 },
      { source: 'lab', host: null, received: [NOW], delays: [0], zoneAssumed: 0 },
    ])
  })

  test('passes over what has no time of its own, and what was not received live', () => {
    const { arrival: _, ...stored } = batchOf([{ time: NOW, received: NOW }])
    expect(taken(batchOf([{ time: null, received: NOW }, { time: NOW, received: Number.NaN }]), stored)).toEqual([])
  })

  test('looks at some of many, spread over all', () => {
    const batches = Array.from({ length: 40 }, (_, batch) => batchOf(Array.from({ length: 500 }, (__, row) => ({ time: NOW, received: NOW + batch * 500 + row }))))
    const [reading] = taken(...batches)
    const { delays } = reading!
    expect(delays.length).toBeGreaterThan(CLOCK_SAMPLES_OF_CHUNK / 2)
    expect(delays.length).toBeLessThanOrEqual(CLOCK_SAMPLES_OF_CHUNK)
    const steps = new Set(delays.slice(1).map((delay, index) => delay - delays[index]!))
    expect([...steps], 'evenly').toEqual([32])
    expect([delays[0], delays.at(-1)! >= 20_000 - 32]).toEqual([0, true])
  })
})
