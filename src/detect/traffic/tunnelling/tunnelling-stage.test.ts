import { describe, expect, test } from 'vitest'
import type { MadeEvent } from '../testing/stages-of.ts'
import { query, statedOf } from '../testing/stages-of.ts'
import { numbers } from '../testing/name-makers.ts'

const START = 1_700_000_000
const found = (events: readonly MadeEvent[]) => statedOf(events).filter(({ rule }) => rule.id === 'traffic.dns-tunnelling')

function drawn(seed: number, letters: string, length: number): string {
  const next = numbers(seed)
  return Array.from({ length }, () => letters[next(letters.length)]).join('')
}

/** Queries a second apart. */
function asked(count: number, name: (index: number) => string, type = 'A'): MadeEvent[] {
  return Array.from({ length: count }, (_, index) => query(START + index, '10.0.0.5', name(index), { qtype_name: type }))
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz012345'

describe('tunnelling', () => {
  test.each<[string, string, (index: number) => string]>([
    ['hexadecimal, as dnscat2 polls', 'TXT', index => `${drawn(index, '0123456789abcdef', 22)}.t.example.net`],
    ['base32 in labels of 60, as iodine sends', 'NULL', index => `${drawn(index, BASE32, 60)}.${drawn(index + 1e6, BASE32, 40)}.t.example.co.uk`],
    ['base64 with mixed letters, as dns2tcp sends', 'KEY', index => `${drawn(index, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-', 40)}.example.net`],
    ['files given out piece by piece', 'A', index => `${index}.${drawn(index, BASE32, 50)}.x.example.org`],
  ])('is found: %s', (_, type, name) => {
    const stated = found(asked(200, name, type))
    expect(stated.length).toBe(141)
    expect(stated[0]?.facts.map(({ fact }) => fact)).toEqual(['traffic.many-names', 'traffic.names-like-data', 'traffic.record-types'])
    expect(stated[0]?.facts[0]).toMatchObject({ numbers: { names: 60, count: 10 }, terms: { source: '10.0.0.5' } })
  })

  test.each<[string, (index: number) => string]>([
    ['few names again and again', index => `${drawn(index % 30, BASE32, 40)}.example.net`],
    ['many short names', index => `host${index}.example.net`],
    ['long names of words', index => `customer-portal-server-number-${index}.production.example.net`],
    ['blocklists by reversed addresses', index => `${index % 200}.${index % 7}.0.192.bl.example.org`],
    ['names of cloud hosts', index => `ec2-54-12-${index % 250}-${index % 90}.compute-1.example.com`],
    ['the network itself', index => `${drawn(index, '0123456789abcdef', 32)}.ip6.arpa`],
    ['many domains', index => `${drawn(index, BASE32, 40)}.example${index}.net`],
  ])('is not found: %s', (_, name) => {
    expect(found(asked(500, name))).toEqual([])
  })

  test('begins anew with each hour', () => {
    expect(found(asked(50, index => `${drawn(index, BASE32, 40)}.example.net`).flatMap(event => [event, { ...event, ts: event.ts + 3_600 }]))).toEqual([])
  })
})
