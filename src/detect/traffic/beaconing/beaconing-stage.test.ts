import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import type { MadeEvent } from '../testing/stages-of.ts'
import { numbers } from '../testing/name-makers.ts'
import { connection, statedOf } from '../testing/stages-of.ts'
import { Rhythm } from './rhythm.ts'

const START = 1_700_000_000
const found = (events: readonly MadeEvent[]) => statedOf(events).filter(({ rule }) => rule.id === 'traffic.beaconing')

/** Visits at intervals of a seconds, made from numbers in [0, 1). */
function visits(count: number, interval: (random: number) => number, { seed = 1, to = '203.0.113.9', bytes = (_: number) => 300 as number | undefined } = {}): MadeEvent[] {
  const next = numbers(seed)
  const random = () => (next(1_000_000) + 0.5) / 1_000_000
  let ts = START
  return Array.from({ length: count }, () => {
    ts += interval(random())
    const sent = bytes(random())
    return connection(ts, '10.0.0.5', to, sent === undefined ? {} : { orig_bytes: Math.round(sent) })
  })
}

/** Whether a rhythm becomes regular. */
function isRegular(count: number, interval: (random: number) => number, seed: number): boolean {
  const rhythm = new Rhythm()
  const next = numbers(seed)
  let time = START
  for (let visit = 0; visit < count; visit++) {
    time += interval((next(1_000_000) + 0.5) / 1_000_000)
    if (rhythm.accept(time * 1e6, 300, '') !== null) return true
  }
  return false
}

/** As implants wait: a period, shortened by up to a share of it. */
const jittered = (period: number, jitter: number) => (random: number) => period * (1 - jitter * random)

describe('beaconing', () => {
  test('is stated with its period, of the visit that completes it and of each after it', () => {
    const stated = found(visits(25, () => 60))
    expect([stated.length, stated[0]?.event.subject]).toEqual([5, { type: 'ip', value: '10.0.0.5' }])
    expect(stated[0]?.facts).toEqual([
      expect.objectContaining({ fact: 'traffic.regular-visits', numbers: { visits: 21, period: 60_000_000, lasting: 1_200_000_000, spread: 0, count: 10 }, terms: { source: '10.0.0.5', destination: '203.0.113.9', port: '443' } }),
      expect.objectContaining({ fact: 'traffic.few-sources', numbers: { sources: 1 } }),
      expect.objectContaining({ fact: 'traffic.alike-sizes', numbers: { sent: 300 } }),
    ])
    expect(stated[0]?.rule).toMatchObject({ level: 'medium', techniques: ['T1071'], tactics: ['command-and-control'] })
  })

  test.each([[60, 0], [60, 0.2], [300, 0.5], [3_600, 0.6], [10, 0.1]])('is found at a period of %d s and a jitter of %d', (period, jitter) => {
    const runs = byDepth(50, 1_000, 10_000)
    const hits = Array.from({ length: runs }, (_, seed) => isRegular(200, jittered(period, jitter), seed)).filter(Boolean).length
    expect(hits / runs).toBeGreaterThanOrEqual(0.99)
  })

  test('is found where a tenth of the visits are missing, or some come twice', () => {
    const all = visits(120, jittered(60, 0.2))
    expect(found(all.filter((_, index) => index % 11 !== 3)).length).toBeGreaterThan(0)
    expect(found(all.flatMap((event, index) => (index % 4 === 0 ? [event, { ...event, ts: event.ts + 1 }] : [event]))).length).toBeGreaterThan(0)
  })

  test.each<[string, number, (random: number) => number]>([
    ['at random', 0, random => -120 * Math.log(random)],
    ['as people read', 0, random => 20 * (1 / random ** 0.8 - 0.9)],
    ['evenly from none to twice', 0.01, random => 600 * random],
  ])('is not found of visits %s, in more than %d of the cases', (_what, most, interval) => {
    const runs = byDepth(100, 2_000, 100_000)
    const hits = Array.from({ length: runs }, (_, seed) => isRegular(300, interval, seed)).filter(Boolean).length
    expect(hits / runs).toBeLessThanOrEqual(most)
  })

  test('is not found of visits that send differently, of what more sources do, within the site, or of time itself', () => {
    const regular = visits(60, jittered(60, 0.1))
    expect(found(visits(60, () => 60, { bytes: random => 100_000 * random }))).toEqual([])
    expect(found(['10.0.0.6', '10.0.0.7', '10.0.0.8'].flatMap(from => [connection(START, from, '203.0.113.9')]).concat(regular))).toEqual([])
    expect(found(visits(60, () => 60, { to: '10.9.9.9' }))).toEqual([])
    expect(found(regular.map(event => ({ ...event, fields: { ...event.fields, 'id.resp_p': 123 } })))).toEqual([])
    expect(statedOf(regular, { ownNetworks: ['203.0.113.0/24'] })).toEqual([])
    expect(statedOf(regular, { disabled: ['traffic.beaconing'] })).toEqual([])
  })

  test('is found within one long connection, by its requests', () => {
    const requests = visits(40, jittered(30, 0.2)).map(({ ts, fields }) => ({
      dataset: 'zeek.http', ts: ts + 0, fields: { ...fields, host: 'C2.example.net:8080', method: 'GET', trans_depth: 1, request_body_len: 0 },
    }))
    expect(found(requests)[0]?.facts[0]?.terms).toMatchObject({ destination: 'c2.example.net' })
  })

  test('does not depend on the order in which events come', () => {
    const events = [...visits(60, jittered(60, 0.3)), ...visits(60, jittered(90, 0.1), { to: '198.51.100.7', seed: 7 })]
    const whole = found(events).map(({ event }) => event.time)
    fc.assert(fc.property(fc.shuffledSubarray(events, { minLength: events.length }), shuffled => {
      expect(found(shuffled).map(({ event }) => event.time)).toEqual(whole)
    }), { numRuns: byDepth(3, 20, 200) })
  })

  test('nothing escapes from fields of any kind', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }), fc.constantFrom('10.0.0.1', '203.0.113.5', 'a.example.net', '-1', '9'.repeat(400)))
    const fields = fc.dictionary(fc.constantFrom('id.orig_h', 'id.resp_h', 'id.resp_p', 'orig_bytes', 'query', 'host', 'server_name', 'rcode_name', 'answers', 'qtype_name'), value)
    fc.assert(fc.property(fc.array(fc.record({ dataset: fc.constantFrom('zeek.conn', 'zeek.dns', 'zeek.http', 'zeek.ssl'), ts: fc.integer({ min: 0, max: 1_000 }), fields }), { maxLength: 60 }), events => {
      statedOf(events)
    }), { numRuns: byDepth(30, 500, 10_000) })
  })
})
