import { expect, test } from 'vitest'
import type { RuleSummary } from '../../model/detector.ts'
import { DAY_US, HOUR_US } from '../../model/time.ts'
import type { RuleHit } from './hunt-rules.ts'
import { PreviewCollector } from './rule-preview.ts'

const rule = (id: string): RuleSummary => ({ id, title: id, level: 'low', techniques: [], tactics: [], falsePositives: [], status: '' })

function hit(id: string, time: number | null, host: string, offset = 0): RuleHit {
  return {
    id: `${id}-${offset}`, rule: rule(id), event: { id: `e${offset}`, time, evidence: 'a', record: offset, offset, ordinal: 0 },
    subject: { type: 'host', value: host }, found: { dataset: 'd', fields: { n: offset } },
  }
}

test('matches are summed by rule: by hour, by subject, with the findings they would make', () => {
  const collector = new PreviewCollector()
  for (const [offset, [hour, host]] of ([[0, 'a'], [0, 'a'], [1, 'a'], [1, 'b']] as const).entries()) collector.add(hit('r', hour * HOUR_US + 1, host, offset))
  collector.add(hit('r', null, 'b', 9))
  collector.add(hit('s', 5 * HOUR_US, 'c'))
  const [first, second] = collector.previews()
  expect(first).toMatchObject({
    rule: { id: 'r' }, matches: 5, findings: 4, first: 1, last: HOUR_US + 1, spanUs: HOUR_US, withoutTime: 1, otherSubjects: 0,
    buckets: [{ time: 0, count: 2 }, { time: HOUR_US, count: 2 }], subjects: [{ subject: 'host:a', count: 3 }, { subject: 'host:b', count: 2 }],
  })
  expect(second).toMatchObject({ rule: { id: 's' }, matches: 1 })
})

test('over many days they are summed by day, and the first in time are the samples, in whatever order they come', () => {
  const collector = new PreviewCollector()
  for (let each = 0; each < 200; each++) collector.add(hit('r', ((each * 7) % 200) * HOUR_US, `h${each}`, (each * 7) % 200))
  const [preview] = collector.previews()
  expect([preview?.spanUs, preview?.buckets.length, preview?.buckets[0]]).toEqual([DAY_US, 9, { time: 0, count: 24 }])
  expect(preview?.samples.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect([preview?.subjects.length, preview?.otherSubjects]).toEqual([20, 180])
})
