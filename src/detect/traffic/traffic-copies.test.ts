import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { OrderedEvent, OrderedStage } from '../../model/ordered-stage.ts'
import { numbers } from './testing/name-makers.ts'
import { TRAFFIC_SIGNALS } from './traffic-detector.ts'
import { trafficStages } from './traffic-stages.ts'

const SECOND = 1_000_000
const DAY = 86_400 * SECOND

/** Visits that are regular, destinations that are new after a day, names that carry data, and names that do not exist, between others. */
function story(seed: number): OrderedEvent[] {
  const events: { time: number, rule: string, values: Record<string, string> }[] = []
  const visit = (time: number, from: string, to: string, port = '443', sent = '200') => events.push({ time, rule: TRAFFIC_SIGNALS.visit, values: { from, to, port, sent, kind: 'connection' } })
  const query = (time: number, name: string, code: string, answers = '') => events.push({ time, rule: TRAFFIC_SIGNALS.query, values: { from: '10.0.0.9', name, type: 'TXT', code, answers } })
  const next = numbers(seed + 1)
  const letters = (length: number) => Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz234567'[next(32)]).join('')
  for (let each = 0; each < 1_100; each++) visit(each * 90 * SECOND, `10.0.1.${each % 20}`, `203.0.113.${(each * 7 + seed) % 60}`)
  for (let each = 0; each < 80; each++) visit(each * 60 * SECOND + (seed % 5) * SECOND, '10.0.0.7', '203.0.113.200')
  for (let each = 0; each < 6; each++) visit(DAY + (3_600 + each * 600) * SECOND, '10.0.0.8', '203.0.113.201', '4444')
  for (let each = 0; each < 90; each++) query(each * 20 * SECOND, `${letters(40)}.t.example.net`, 'NOERROR', each % 3 === 0 ? '203.0.113.9' : '')
  for (let each = 0; each < 30; each++) query(each * 30 * SECOND, `${letters(16)}.com`, 'NXDOMAIN')
  return events.sort((a, b) => a.time - b.time).map(({ time, rule, values }, offset) => (
    { id: `e${offset}`, time, evidence: 'e', record: offset, offset, ordinal: 0, subject: { type: 'ip', value: values['from']! }, entities: [], signals: [{ rule, values }] }))
}

const stated = (stages: readonly OrderedStage[], events: readonly OrderedEvent[]) => events.flatMap(event => stages.flatMap(stage => stage.accept(event).map(match => ({ event: event.id, ...match }))))

test('a copy goes on as its original would have, whatever the original sees meanwhile', () => {
  const rules = new Set<string>()
  fc.assert(fc.property(fc.nat(30), fc.uniqueArray(fc.nat(1_305), { minLength: 1, maxLength: 3 }), (seed, cuts) => {
    const events = story(seed)
    const whole = stated(trafficStages(new Set()), events)
    for (const { rule } of whole) rules.add(rule.id)
    let stages: readonly OrderedStage[] = trafficStages(new Set())
    let from = 0
    const parts: typeof whole = []
    for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
      parts.push(...stated(stages, events.slice(from, cut)))
      const copies = stages.map(stage => stage.copy())
      // It goes another way, and must not take the copy along.
      stated(stages, story(seed + 1).slice(cut, cut + 200))
      stages = copies
      from = cut
    }
    expect(parts).toEqual(whole)
  }), { numRuns: byDepth(4, 20, 500) })
  expect([...rules].sort()).toEqual(['traffic.beaconing', 'traffic.dns-tunnelling', 'traffic.generated-names', 'traffic.rare-destination'])
})
