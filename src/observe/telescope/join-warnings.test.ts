import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { formatTime, MINUTE_US } from '../../model/time.ts'
import { continuedWarning, joinedWarning } from './join-warnings.ts'
import type { WarningReport } from './telescope-schema.ts'

const START = 1_760_000_000_000_000
const SENTENCE = { fact: 'telescope.spoof-single', numbers: {}, terms: {}, en: 'one packet only', ja: '1 個のみ' }

const anyWarning: fc.Arbitrary<WarningReport> = fc.record({
  first: fc.nat(600), lasting: fc.nat(600), packets: fc.integer({ min: 1, max: 1_000 }), returns: fc.nat(3), ports: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  isInternal: fc.boolean(), isOpen: fc.boolean(), isMirai: fc.boolean(), spoofLikelihood: fc.constantFrom(0.05, 0.1, 0.5, 0.8),
}).map(({ first, lasting, packets, returns, ports, isInternal, isOpen, isMirai, spoofLikelihood }) => {
  const [firstSeen, lastSeen] = [START + first * MINUTE_US, START + (first + lasting) * MINUTE_US]
  return {
    id: '0123456789abcdef', organisation: 'A', member: 'a', address: '203.0.113.5', kind: isInternal ? 'internal' : 'external', state: isOpen ? 'open' : 'closed',
    firstSeen: formatTime(firstSeen), lastSeen: formatTime(lastSeen), closesAt: formatTime(lastSeen + 10 * MINUTE_US), returns, packets, ports: ports.sort((a, b) => a - b),
    fingerprints: isMirai ? ['mirai'] : [], families: isMirai ? ['mirai'] : [], spoofLikelihood, spoofReason: SENTENCE, heldBack: spoofLikelihood > 0.7, nextStep: SENTENCE, evidence: [],
  }
})

test('what several observers see at the same time is one warning, whatever their order', () => {
  fc.assert(fc.property(anyWarning, anyWarning, anyWarning, (a, b, c) => {
    const joined = joinedWarning([a, b, c])
    expect(joinedWarning([c, a, b])).toEqual({ ...joined, spoofReason: expect.anything() })
    expect(joined).toMatchObject({
      packets: a.packets + b.packets + c.packets,
      state: [a, b, c].some(({ state }) => state === 'open') ? 'open' : 'closed',
      kind: [a, b, c].some(({ kind }) => kind === 'internal') ? 'internal' : 'external',
      heldBack: a.heldBack && b.heldBack && c.heldBack,
      firstSeen: [a.firstSeen, b.firstSeen, c.firstSeen].sort()[0],
      lastSeen: [a.lastSeen, b.lastSeen, c.lastSeen].sort()[2],
    })
  }), { numRuns: byDepth(100, 500, 10_000) })
})

test('what an observer says again, or of a day before, changes nothing', () => {
  fc.assert(fc.property(anyWarning, anyWarning, (now, earlier) => {
    const total = continuedWarning(now, earlier)
    for (const again of [now, earlier]) {
      const once = continuedWarning(again, total)
      expect([once.packets, once.firstSeen, once.lastSeen]).toEqual([total.packets, total.firstSeen, total.lastSeen])
    }
  }), { numRuns: byDepth(100, 500, 10_000) })
})
