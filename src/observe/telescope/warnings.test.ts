import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from '../../model/time.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../packet/write-capture.ts'
import { Organisations } from './organisations.ts'
import { parsePrefix } from './parse-prefix.ts'
import { silenceLimit } from './rhythm.ts'
import { Telescope } from './telescope.ts'
import { viewSomeWarnings } from './telescope-report.ts'

const START = 1_760_000_000_000_000
const HOST = 0xcb007105
const MIRAI_DESTINATION = 0xc6120001

const organisations = new Organisations([{ name: 'A', contact: '', used: [parsePrefix('203.0.113.0/24')!], unused: [parsePrefix('198.18.0.0/24')!] }])

/** Warnings about a host whose packets come at these seconds, as judged after `judgedAt` seconds. */
async function warningsOf(seconds: readonly number[], judgedAt: number, kind: 'syn' | 'mirai' | 'syn-ack' = 'syn') {
  const telescope = new Telescope({ organisations })
  const sequence = kind === 'mirai' ? MIRAI_DESTINATION : 9
  const capture = Buffer.concat([captureHeader(), ...seconds.map(second => captureRecord(START + second * SECOND_US, {
    source: HOST, destination: MIRAI_DESTINATION, ttl: 50, id: 7,
    content: { kind: 'tcp', sourcePort: 4_000, destinationPort: 23, sequence, flags: kind === 'syn-ack' ? 18 : 2, window: 1_024 },
  }))])
  async function* blocks() {
    yield capture
  }
  for await (const batch of new CaptureReader().read(blocks(), { error() {} })) telescope.accept(batch)
  return viewSomeWarnings(telescope, telescope.warnings?.list() ?? [], START + judgedAt * SECOND_US)
}

describe('a warning', () => {
  test.each<[string, number[], number, string, number]>([
    ['of a packet a minute is open after seven minutes of silence', [0, 60, 120, 180], 180 + 420, 'open', 0],
    ['of a packet a minute is closed after eleven', [0, 60, 120, 180], 180 + 660, 'closed', 0],
    ['of a packet an hour is open after seven hours', [0, 3_600, 7_200], 7_200 + 7 * 3_600, 'open', 0],
    ['of a packet an hour is closed after nine', [0, 3_600, 7_200], 7_200 + 9 * 3_600, 'closed', 0],
    ['of one packet, whose rhythm nobody knows, is open for a day', [0], 86_000, 'open', 0],
    ['of a host that comes again is the same one, open again', [0, 10, 20, 7_200], 7_210, 'open', 1],
  ])('%s', async (_, seconds, judgedAt, state, returns) => {
    expect((await warningsOf(seconds, judgedAt)).map(each => [each.state, each.returns, each.packets])).toEqual([[state, returns, seconds.length]])
  })

  test('keeps its first packets as they were captured', async () => {
    const [warning] = await warningsOf([0, 1, 2, 3, 4], 5)
    expect(warning?.evidence.map(({ time, source, destination, destinationPort, tcpFlags, ttl }) => [time, source, destination, destinationPort, tcpFlags, ttl]))
      .toEqual([0, 1, 2].map(second => [`2025-10-09T08:53:2${second}.000000Z`, '203.0.113.5', '198.18.0.1', 23, 2, 50]))
    expect(Buffer.from(warning?.evidence[0]?.bytes ?? '', 'hex').includes(Buffer.from([203, 0, 113, 5, 198, 18, 0, 1]))).toBe(true)
  })

  test.each<['syn' | 'mirai' | 'syn-ack', number[], string[], boolean, string]>([
    ['mirai', [0, 1, 2], ['mirai'], false, 'telescope.next-mirai'],
    ['syn', [0, 1, 2], [], false, 'telescope.next-search'],
    ['syn-ack', [0, 1, 2], [], false, 'telescope.next-flooded'],
  ])('of %s packets names the family and says what to do first', async (kind, seconds, families, heldBack, next) => {
    const [warning] = await warningsOf(seconds, 3, kind)
    expect([warning?.families, warning?.heldBack, warning?.nextStep.fact]).toEqual([families, heldBack, next])
    expect([warning?.nextStep.en, warning?.nextStep.ja].join()).not.toMatch(/[{}]/)
  })
})

test('the silence that ends a warning is at least ten minutes, at most a week, and never shorter than twice the longest pause within these', () => {
  fc.assert(fc.property(fc.nat({ max: 30 * 86_400 }), fc.integer({ min: 2, max: 10_000 }), fc.nat({ max: 30 * 86_400 }), (span, packets, longest) => {
    const limit = silenceLimit({ firstSeen: START, lastSeen: START + span * SECOND_US, packets, longestGapUs: longest * SECOND_US })
    expect(limit).toBeGreaterThanOrEqual(Math.min(7 * DAY_US, Math.max(10 * MINUTE_US, 2 * longest * SECOND_US)))
    expect(limit).toBeLessThanOrEqual(7 * 24 * HOUR_US)
  }), { numRuns: byDepth(50, 500, 5_000) })
})
