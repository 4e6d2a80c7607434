import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { compareEvents } from '../../model/event-order.ts'
import type { OrderedEvent, OrderedStage } from '../../model/ordered-stage.ts'
import { HOUR_US } from '../../model/time.ts'
import { SnapshotKeeper } from './snapshot-keeper.ts'
import type { StagedMatch } from './stage-run.ts'
import { StageRun } from './stage-run.ts'

const RULE = { id: 'c', title: 'C', level: 'high', techniques: [], tactics: [], falsePositives: [], status: '' } as const

/** States a match where the sum of all hours until then is even: depends on every event before. */
function summing(sum = 0): OrderedStage {
  return {
    detector: 'test',
    forgotten: 0,
    accept({ time }) {
      sum += Math.floor(time / HOUR_US)
      return sum % 2 === 0 ? [{ rule: RULE, facts: [] }] : []
    },
    copy: () => summing(sum),
  }
}

function event(hour: number, offset: number): OrderedEvent {
  return { id: `e-${offset}`, time: hour * HOUR_US, evidence: 'e', record: offset, offset, ordinal: 0, subject: { type: 'host', value: 'h' }, entities: [], signals: [] }
}

const essence = (run: StageRun) => ({ ...run.result(), parts: [...run.result().parts].sort((a, b) => (a.id < b.id ? -1 : 1)) })

test('what comes in parts, late or not, states what all of it states from the beginning; what comes in order is not seen again', () => {
  let late = 0
  fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 6 }), goes => {
    const keeper = new SnapshotKeeper()
    let all: OrderedEvent[] = []
    let stated: StagedMatch[] = []
    let offset = 0
    for (const [go, hours] of goes.entries()) {
      // Each go is 20 hours on, with what is up to some days late.
      const more = hours.map(hour => event(go * 20 + (hour === 8 ? -30 : hour), offset++)).sort(compareEvents)
      all = [...all, ...more].sort(compareEvents)
      const start = go === 0 ? null : keeper.before(more[0]!)
      keeper.begin(start, all.at(-1)!.time)
      const own: StagedMatch[] = []
      const run = new StageRun(start ?? { stages: [summing()] }, match => own.push(match))
      for (const each of all) {
        if (start !== null && compareEvents(each, start.position) <= 0) continue
        keeper.pass(each.time, () => run.snapshot())
        run.accept(each)
      }
      if (start === null) late++
      stated = [...start === null ? [] : stated.filter(match => compareEvents(match, start.position) <= 0), ...own]
      const fromBeginning: StagedMatch[] = []
      const whole = new StageRun({ stages: [summing()] }, match => fromBeginning.push(match))
      for (const each of all) whole.accept(each)
      expect(essence(run)).toEqual(essence(whole))
      expect(stated).toEqual(fromBeginning)
    }
  }), { numRuns: byDepth(50, 300, 5_000) })
  expect(late).toBeGreaterThan(0)
})

test('what goes on from a snapshot sees only what comes after it', () => {
  const keeper = new SnapshotKeeper()
  const first = Array.from({ length: 100 }, (_, hour) => event(hour, hour))
  keeper.begin(null, first.at(-1)!.time)
  const run = new StageRun({ stages: [summing()] })
  for (const each of first) {
    keeper.pass(each.time, () => run.snapshot())
    run.accept(each)
  }
  expect([keeper.before(event(99, 200)), keeper.before(event(98, 200)), keeper.before(event(80, 200)), keeper.before(event(70, 200))].map(each => each?.position.offset)).toEqual([97, 97, 75, undefined])
})
