import { expect, test } from 'vitest'
import { placeholdersOf, renderFact } from '../../model/render-fact.ts'
import { numbers } from './testing/name-makers.ts'
import { connection, query, statedOf } from './testing/stages-of.ts'
import { TRAFFIC_FACTS, trafficStages } from './traffic-stages.ts'
import { trafficVersion } from './traffic-version.ts'
import { TRAFFIC_RULES } from './traffic-rules.ts'

const START = 1_700_000_000
const next = numbers(3)
const drawn = (length: number) => Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz012345'[next(32)]).join('')

/** Something for each detector, after a day of little else. */
const STORY = [
  ...Array.from({ length: 1_010 }, (_, index) => connection(START + index * 100, `10.0.0.${index % 9}`, `198.51.100.${index % 40}`, { orig_bytes: next(100_000) })),
  ...Array.from({ length: 40 }, (_, index) => connection(START + 110_000 + index * 60, '10.0.0.5', '203.0.113.9', { 'id.resp_p': 4_444, 'orig_bytes': 6_000_000 })),
  ...Array.from({ length: 70 }, (_, index) => query(START + index, '10.0.0.6', `${drawn(40)}.t.example.net`, { answers: ['198.51.100.1', 'x'] })),
  ...Array.from({ length: 30 }, (_, index) => query(START + index, '10.0.0.7', `${drawn(14)}.com`, { rcode_name: 'NXDOMAIN' })),
]

test('every sentence has all it names, in English and in Japanese', () => {
  const facts = statedOf(STORY).flatMap(({ facts: stated }) => stated)
  expect([...new Set(facts.map(({ fact }) => fact))].sort()).toEqual(Object.keys(TRAFFIC_FACTS).filter(name => name !== 'traffic.much-sent' || facts.some(({ fact }) => fact === name)).sort())
  for (const each of facts) {
    for (const language of ['en', 'ja'] as const) {
      for (const name of placeholdersOf(TRAFFIC_FACTS[each.fact]?.[language] ?? '')) expect([each.fact, name, name in each.numbers || name in each.terms]).toEqual([each.fact, name, true])
      expect(renderFact(each, TRAFFIC_FACTS, language)).not.toMatch(/[{}]|NaN|undefined/)
    }
    expect(each.eventIds.length).toBe(each.numbers['count'] ?? 0)
  }
})

test('each detector is switched off by its id, and what is stated depends on nothing else', () => {
  for (const { id } of Object.values(TRAFFIC_RULES)) {
    const found = new Set(statedOf(STORY, { disabled: [id] }).map(({ rule }) => rule.id))
    expect([...found].sort()).toEqual(Object.values(TRAFFIC_RULES).map(rule => rule.id).filter(other => other !== id).sort())
  }
  expect(trafficStages(new Set(Object.values(TRAFFIC_RULES).map(({ id }) => id)))).toEqual([])
})

test('a reading is of another version where what is stated may differ', () => {
  const plain = trafficVersion({ ownNetworks: [] })
  expect([trafficVersion(undefined), trafficVersion({ ownNetworks: ['192.0.2.0/24'] }), trafficVersion({ ownNetworks: [] }, ['traffic.beaconing'])]).not.toContainEqual(plain)
  expect(trafficVersion({ ownNetworks: [] }, ['another'])).toEqual(plain)
})
