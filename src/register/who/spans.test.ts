import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { HOUR_US } from '../../model/time.ts'
import type { StoredHolding } from '../../store/register/find-holdings.ts'
import { at, holding } from '../testing/made-holding.ts'
import { heldAt, seenAt } from './claims.ts'
import { spansOf } from './spans.ts'

const A = { mac: '00:11:22:00:00:0a' }
const B = { mac: '00:11:22:00:00:0b' }
const lease = (time: string, who: { readonly mac: string }, hours: number | null = 1): StoredHolding => (
  holding({ ...who, from: at(time), until: hours === null ? null : at(time) + hours * HOUR_US }))
const release = (time: string, who: { readonly mac: string }): StoredHolding => holding({ ...who, act: 'end', from: at(time), until: at(time) })

/** `A 10:00–11:00 said`. */
function shown(holdings: readonly StoredHolding[], moment = at('23:59')): string[] {
  const clock = (time: number | null) => (time === null ? '' : new Date(time / 1_000).toISOString().slice(11, 16))
  return spansOf(holdings, moment).map(({ from, until, ending, holding: { mac, user } }) => `${mac.slice(-1) || user} ${clock(from)}–${clock(until)} ${ending}`)
}

describe('who had an address one after another', () => {
  test('a renewal makes a lease longer, somebody else ends it', () => {
    expect(shown([lease('10:00', A), lease('10:30', A), lease('11:10', B, null)])).toEqual(['a 10:00–11:10 taken', 'b 11:10– unknown'])
  })

  test('what ran out and is got again is two spans', () => {
    expect(shown([lease('10:00', A), lease('12:00', A)])).toEqual(['a 10:00–11:00 said', 'a 12:00–13:00 said'])
  })

  test('a release ends the span of its machine and of no other', () => {
    expect(shown([lease('10:00', A, 8), release('10:20', A), lease('11:00', B, 8), release('11:05', A)])).toEqual(['a 10:00–10:20 ended', 'b 11:00–19:00 said'])
  })

  test('a release that names nobody is of whoever has it', () => {
    expect(shown([lease('10:00', A, 8), holding({ act: 'end', from: at('10:20'), until: at('10:20') })])).toEqual(['a 10:00–10:20 ended'])
  })

  test('an end that tells of the whole span is one, with or without its begin', () => {
    const stop = holding({ kind: 'session', act: 'end', user: 'eve', session: 'S', from: at('09:59'), until: at('12:00'), time: at('12:00') })
    const start = holding({ kind: 'session', user: 'eve', session: 'S', from: at('10:00') })
    expect(shown([stop])).toEqual(['eve 09:59–12:00 ended'])
    expect(shown([stop, start])).toEqual(['eve 09:59–12:00 ended'])
    expect(shown([start, { ...stop, from: at('12:00') }])).toEqual(['eve 10:00–12:00 ended'])
  })

  test('two sessions of one person are two', () => {
    const begin = (time: string, session: string) => holding({ kind: 'session', user: 'eve', session, from: at(time) })
    expect(shown([begin('10:00', 'S'), begin('11:00', 'T')])).toEqual(['eve 10:00–11:00 taken', 'eve 11:00– unknown'])
  })

  test('spans follow each other, never overlap, and are there for every begin', () => {
    const minute = fc.integer({ min: 0, max: 1_000 })
    const event = fc.record({ who: fc.constantFrom(A, B), start: minute, length: fc.option(minute), isEnd: fc.boolean() })
    fc.assert(fc.property(fc.array(event, { maxLength: 30 }), events => {
      const holdings = events.map(({ who, start, length, isEnd }) => {
        const from = at('00:00') + start * 60e6
        return holding({ ...who, act: isEnd ? 'end' : 'begin', from, until: isEnd ? from : length === null ? null : from + length * 60e6 })
      }).sort((one, other) => one.from - other.from)
      const spans = spansOf(holdings, at('12:00'))
      for (const [index, { from, until }] of spans.entries()) {
        const next = spans[index + 1]
        expect(until === null ? next === undefined : until >= from && (next === undefined || until <= next.from)).toBe(true)
      }
      for (const { from, act } of holdings) if (act === 'begin') expect(spans.some(span => span.from <= from && (span.until === null || span.until >= from))).toBe(true)
    }), { numRuns: byDepth(200, 3_000, 200_000) })
  })
})

describe('who had it at a moment', () => {
  const held = (holdings: readonly StoredHolding[], time: string) => {
    const claim = heldAt('lease', holdings, at(time))
    return claim === null ? null : `${claim.holding.mac.slice(-1)} ${claim.confidence} ${claim.why.fact}`
  }

  test.each([
    ['within the lease', [lease('10:00', A)], '10:30', 'a high who.said'],
    ['before anybody', [lease('10:00', A)], '09:59', null],
    ['after it ran out, when nobody else came', [lease('10:00', A)], '12:00', 'a low who.expired'],
    ['after it was given back', [lease('10:00', A, 8), release('11:00', A)], '12:00', null],
    ['until it was given back', [lease('10:00', A, 8), release('11:00', A)], '10:59', 'a high who.ended-later'],
    ['without an end, soon', [lease('10:00', A, null)], '11:00', 'a medium who.no-end-told'],
    ['between two tellings', [lease('10:00', A, null), lease('12:00', A, null)], '11:00', 'a high who.told-around'],
    ['after another came', [lease('10:00', A, null), lease('10:30', B)], '10:31', 'b high who.said'],
  ])('%s', (_, holdings, time, expected) => {
    expect(held(holdings, time)).toBe(expected)
  })

  test('without an end, days later, it is only possible, and weeks later nothing', () => {
    const holdings = [lease('10:00', A, null)]
    expect(heldAt('lease', holdings, at('10:00') + 48 * HOUR_US)?.confidence).toBe('low')
    expect(heldAt('lease', holdings, at('10:00') + 400 * HOUR_US)).toBeNull()
  })

  test('a translation of one port is forgotten in hours, a block is kept for days', () => {
    const nat = (last: number) => holding({ kind: 'translation', address: '10.0.0.9', from: at('10:00'), translation: { address: '198.51.100.1', ports: [40_000, last] } })
    const later = at('20:00')
    expect([nat(40_000), nat(40_511)].map(each => heldAt('translation', [each], later)?.confidence ?? null)).toEqual([null, 'medium'])
  })

  test('what was seen before and after is sure, what was seen once fades', () => {
    const seen = (time: string, who: { readonly mac: string }) => holding({ kind: 'neighbour', act: 'seen', ...who, from: at(time) })
    const claims = (holdings: readonly StoredHolding[], time: string) => seenAt('neighbour', holdings, at(time)).map(({ holding: { mac }, confidence }) => `${mac.slice(-1)} ${confidence}`)
    expect(claims([seen('10:00', A), seen('10:20', A)], '10:10')).toEqual(['a high'])
    expect(claims([seen('10:00', A)], '10:10')).toEqual(['a medium'])
    expect(claims([seen('10:00', A)], '13:00')).toEqual(['a low'])
    expect(claims([seen('10:00', A)], '19:00')).toEqual([])
    expect(claims([seen('10:00', A), seen('10:20', B)], '10:18')).toEqual(['b medium', 'a low'])
  })
})
