import { describe, expect, test } from 'vitest'
import type { MadeEvent } from '../testing/stages-of.ts'
import { connection, query, statedOf } from '../testing/stages-of.ts'

const START = 1_700_000_000
const DAY = 86_400

/** A day and more of a site: 20 sources, 50 destinations, each named by DNS. */
const usual: readonly MadeEvent[] = Array.from({ length: 1_010 }, (_, index) => {
  const ts = START + index * 120
  const to = `198.51.100.${index % 50}`
  return [query(ts, `10.0.0.${index % 20}`, `www${index % 50}.example.net`, { answers: [to] }), connection(ts + 1, `10.0.0.${index % 20}`, to, { orig_bytes: 500 })]
}).flat()
const later = START + 1.5 * DAY

const found = (more: readonly MadeEvent[], before = usual) => statedOf([...before, ...more]).filter(({ rule }) => rule.id === 'traffic.rare-destination')
const visits = (count: number, rest = {}, from = '10.0.0.5') => Array.from({ length: count }, (_, index) => connection(later + index * 97 ** (1 + index % 2), from, '203.0.113.9', rest))

describe('a rare destination', () => {
  test('is stated where no name leads to it', () => {
    const stated = found(visits(3))
    expect(stated.map(({ facts }) => facts.map(({ fact }) => fact))).toEqual([['traffic.new-destination', 'traffic.no-name']])
    expect(stated[0]?.facts[0]).toMatchObject({ numbers: { visits: 3, known: 51, count: 3 }, terms: { source: '10.0.0.5', destination: '203.0.113.9', port: '443' } })
  })

  test('is stated by its port, and by what is sent there', () => {
    const named = [query(later - 1, '10.0.0.5', 'new.example.org', { answers: ['203.0.113.9'] })]
    expect(found([...named, ...visits(3)])).toEqual([])
    expect(found([...named, ...visits(3, { 'id.resp_p': 4_444 })])[0]?.facts[1]).toMatchObject({ fact: 'traffic.rare-port', terms: { port: '4444' } })
    expect(found([...named, ...visits(3, { orig_bytes: 5_000_000 })])[0]?.facts[1]).toMatchObject({ fact: 'traffic.much-sent', numbers: { sent: 15_000_000 } })
  })

  test.each<[string, readonly MadeEvent[], readonly MadeEvent[]]>([
    ['where little is known of the site', usual.slice(0, 500), visits(5)],
    ['contacted once', usual, visits(1)],
    ['that more sources contact', usual, ['10.0.0.6', '10.0.0.7', '10.0.0.8'].flatMap(from => visits(1, {}, from)).concat(visits(3))],
    ['known from before', [...usual, connection(START + 5, '10.0.0.9', '203.0.113.9')], visits(5)],
    ['within the site', usual, visits(5, { 'id.resp_h': '10.7.7.7' })],
  ])('is not stated: %s', (_, before, more) => {
    expect(found(more, before)).toEqual([])
  })

  test('is not known by names of DNS that are not seen at all', () => {
    const withoutDns = usual.filter(({ dataset }) => dataset === 'zeek.conn')
    expect(found(visits(5), withoutDns)).toEqual([])
  })
})
