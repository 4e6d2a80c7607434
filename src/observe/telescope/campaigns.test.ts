import { expect, test } from 'vitest'
import { HOUR_US, MINUTE_US, SECOND_US } from '../../model/time.ts'
import type { CampaignSource } from './campaigns.ts'
import { findCampaigns } from './campaigns.ts'

const FROM = 1_700_000_000_000_000
const TO = FROM + 24 * HOUR_US

/** Sources that begin one after the other. */
function sourcesAt(starts: readonly number[], rest: Partial<CampaignSource> = {}): CampaignSource[] {
  return starts.map((start, row) => ({ row, firstSeen: FROM + start, lastSeen: FROM + start + HOUR_US, packets: 20, ports: [8_291], template: 1, fingerprints: [], ...rest }))
}

const together = Array.from({ length: 12 }, (_, index) => 5 * HOUR_US + index * 5 * SECOND_US)
const scattered = Array.from({ length: 200 }, (_, index) => index * 7 * MINUTE_US)

test('sources that begin together with the same ports, packets and rhythm are one campaign', () => {
  expect(findCampaigns(sourcesAt(together), FROM, TO)).toMatchObject([{ ports: [8_291], rows: Array.from({ length: 12 }, (_, row) => row), packets: 240, firstSeen: FROM + 5 * HOUR_US }])
})

test('it has the same id on another day', () => {
  const [first, second] = [0, 24 * HOUR_US].map(later => findCampaigns(sourcesAt(together).map(source => ({ ...source, firstSeen: source.firstSeen + later, lastSeen: source.lastSeen + later })), FROM + later, TO + later))
  expect([first!.length, first![0]!.id]).toEqual([1, second![0]!.id])
})

test.each<[string, readonly CampaignSource[]]>([
  ['come one by one over the day', sourcesAt(scattered)],
  ['are fewer than five', sourcesAt(together.slice(0, 4))],
  ['were there when the capture began', sourcesAt(together.map((_, index) => index * SECOND_US))],
  ['ask for different ports', sourcesAt(together).map((source, index) => ({ ...source, ports: [1_000 + index] }))],
  ['send at different paces', sourcesAt(together).map((source, index) => ({ ...source, packets: 4 ** (index % 9) + 1 }))],
])('sources that %s are none', (_, sources) => {
  expect(findCampaigns(sources, FROM, TO)).toEqual([])
})
