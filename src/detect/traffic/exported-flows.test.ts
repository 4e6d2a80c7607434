import { describe, expect, test } from 'vitest'
import type { Fields } from '../../model/value.ts'
import type { MadeEvent } from './testing/stages-of.ts'
import { statedOf } from './testing/stages-of.ts'

const DAY = 86_400

function flow(ts: number, client: number, rest: Fields = {}): MadeEvent {
  return {
    dataset: 'flows.flow', ts, fields: {
      'flow_type': 'ipfix', 'exporter': '192.0.2.1', 'id.orig_h': '10.0.0.7', 'id.orig_p': client, 'id.resp_h': '203.0.113.66', 'id.resp_p': 443, 'proto': 'tcp', 'orig_bytes': 250, 'duration': 1, ...rest,
    },
  }
}

const found = (events: readonly MadeEvent[]) => [...new Set(statedOf(events).map(({ rule, event }) => `${rule.id} ${event.subject.value}`))]

describe('flows that routers export', () => {
  const visits = (rest: Fields = {}) => Array.from({ length: 60 }, (_, visit) => flow(visit * 90, 40_000 + visit, rest))

  test('show regular calls as connections do', () => {
    expect(found(visits())).toEqual(['traffic.beaconing 10.0.0.7'])
    expect(found(visits({ proto: 'udp' }))).toEqual(['traffic.beaconing 10.0.0.7'])
  })

  test('of one long connection, told each minute or each half an hour, show none; nor do those that several routers tell of', () => {
    expect(found(Array.from({ length: 200 }, (_, part) => flow(part * 60, 40_000, { duration: 59.9 })))).toEqual([])
    expect(found(Array.from({ length: 60 }, (_, part) => flow(part * 1_800, 40_000, { duration: 1_795 })))).toEqual([])
    expect(found([...visits(), ...visits({ exporter: '192.0.2.2' })])).toEqual(['traffic.beaconing 10.0.0.7'])
  })

  test('show none where they are sampled, or are answers to who called from outside', () => {
    expect(found(visits({ sampling_interval: 100 }))).toEqual([])
    expect(found(visits({ sampling_interval: 1 }))).toEqual(['traffic.beaconing 10.0.0.7'])
    expect(found(visits().map(({ fields, ...rest }) => ({ ...rest, fields: { ...fields, 'id.orig_p': 443, 'id.resp_p': fields['id.orig_p']! } })))).toEqual([])
  })

  test('show a new destination by its connections, and all that was sent in all parts of one', () => {
    const usual = Array.from({ length: 1_200 }, (_, each) => flow(each * 80, 30_000 + each, { 'id.orig_h': `10.0.1.${each % 9}`, 'id.resp_h': `198.51.100.${each % 50}` }))
    const parts = (count: number, bytes: number) => Array.from({ length: count }, (_, part) => flow(DAY + 3_600 + part * 60, 50_000, { 'id.resp_h': '203.0.113.200', 'duration': 60, 'orig_bytes': bytes }))
    expect(found([...usual, ...parts(20, 2_000_000)])).toEqual([])
    const others = [1, 2].map(other => flow(DAY + 9_000 + other * 700, 51_000 + other, { 'id.resp_h': '203.0.113.200' }))
    expect(found([...usual, ...parts(20, 2_000_000), ...others])).toEqual(['traffic.rare-destination 10.0.0.7'])
    expect(found([...usual, ...parts(20, 20), ...others])).toEqual([])
  })
})
