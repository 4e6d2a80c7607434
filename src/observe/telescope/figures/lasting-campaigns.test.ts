import { expect, test } from 'vitest'
import type { DayFigures } from './figures-schema.ts'
import { lastingCampaigns } from './lasting-campaigns.ts'

const none = { all: 0, withoutSurveys: 0 }
const day = (date: string, campaigns: readonly { readonly id: string, readonly sources: number }[]): DayFigures => ({
  date, from: date, to: date, packets: none, sources: none, surveys: { sources: 0, packets: 0, share: 0, signs: { list: 0, name: 0, behaviour: 0 } },
  infected: { hosts: none, byFamily: [], byCountry: [], bySystem: [] }, ports: [], victims: { targets: 0, byCountry: [], bySystem: [], networks: [] }, forgotten: 0,
  campaigns: campaigns.map(({ id, sources }) => ({ id, sources, ports: [23], packets: 10 * sources, firstSeen: `${date}T01`, lastSeen: `${date}T02` })),
})

test('a group that comes again is one campaign with its days, those of the most days first', () => {
  const campaigns = lastingCampaigns([
    day('2026-01-01', [{ id: 'a', sources: 5 }, { id: 'b', sources: 90 }]), day('2026-01-02', []), day('2026-01-03', [{ id: 'a', sources: 7 }, { id: 'a', sources: 6 }]),
  ])
  expect(campaigns).toEqual([
    { id: 'a', ports: [23], days: ['2026-01-01', '2026-01-03'], firstSeen: '2026-01-01T01', lastSeen: '2026-01-03T02', mostSources: 7, packets: 180 },
    { id: 'b', ports: [23], days: ['2026-01-01'], firstSeen: '2026-01-01T01', lastSeen: '2026-01-01T02', mostSources: 90, packets: 900 },
  ])
})
