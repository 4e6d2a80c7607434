import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { compareEvents } from '../../model/event-order.ts'
import type { OrderedEvent, OrderedStage } from '../../model/ordered-stage.ts'
import { mergeRuns } from './merge-runs.ts'
import { runStages } from './run-stages.ts'
import { RunWriter } from './run-writer.ts'

function event(time: number, evidence: string, offset: number): OrderedEvent {
  return { id: `${evidence}-${offset}`, time, evidence, record: offset, offset, ordinal: 0, subject: { type: 'host', value: 'h' }, entities: [], signals: [{ rule: 'r', values: { a: '“\n”' } }] }
}

const anyEvent = fc.record({ time: fc.integer({ min: 0, max: 5 }), evidence: fc.constantFrom('a', 'b'), offset: fc.nat({ max: 100 }) })
  .map(({ time, evidence, offset }) => event(time, evidence, offset))

test('runs, however many and however they are cut, merge into one order, and nothing is lost', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(anyEvent, { maxLength: 12 }), { maxLength: 9 }), fc.integer({ min: 2, max: 4 }), async (parts, width) => {
    const folder = temporaryFolder()
    const files = parts.flatMap(part => {
      const writer = new RunWriter(folder)
      part.forEach(each => writer.add(each))
      return writer.finish()
    })
    const merged = await Array.fromAsync(mergeRuns(files, width))
    expect(merged.map(({ time, id }) => [time, id])).toEqual(parts.flat().sort(compareEvents).map(({ time, id }) => [time, id]))
    expect(merged.every(({ signals }) => signals[0]!.values['a'] === '“\n”')).toBe(true)
    expect(readdirSync(folder).length).toBeLessThanOrEqual(width)
  }), { numRuns: byDepth(20, 60, 1_000) })
})

test('stages see every event once, and their matches become findings', async () => {
  const seen: number[] = []
  const rule = { id: 'c', title: 'C', level: 'high', techniques: [], tactics: [], falsePositives: [], status: '' } as const
  const everySecond: OrderedStage = {
    detector: 'test',
    forgotten: 0,
    copy: () => everySecond,
    accept: ({ offset }) => (seen.push(offset) % 2 === 0 ? [{ rule, facts: [] }] : []),
  }
  const writer = new RunWriter(temporaryFolder())
  for (let offset = 9; offset >= 0; offset--) writer.add(event(offset * 1e6, 'e', offset))
  const { parts, matches } = await runStages([everySecond], mergeRuns(writer.finish()))
  expect([seen, matches.count]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5])
  expect(parts.map(({ count, subject, events }) => [count, subject.value, events.map(each => each.offset)])).toEqual([[5, 'h', [1, 3, 5, 7, 9]]])
})
