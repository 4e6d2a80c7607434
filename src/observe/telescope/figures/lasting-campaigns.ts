import type { DayFigures, Figures } from './figures-schema.ts'

/** The campaigns of all days, each once under its id, with the days on which it was there: those of the most days first. */
export function lastingCampaigns(days: readonly DayFigures[]): Figures['campaigns'] {
  const byId = Map.groupBy(days.flatMap(({ date, campaigns }) => campaigns.map(campaign => ({ date, campaign }))), ({ campaign }) => campaign.id)
  return [...byId].map(([id, seen]) => ({
    id,
    ports: seen[0]!.campaign.ports,
    days: [...new Set(seen.map(({ date }) => date))],
    firstSeen: seen.map(({ campaign }) => campaign.firstSeen).sort()[0]!,
    lastSeen: seen.map(({ campaign }) => campaign.lastSeen).sort().at(-1)!,
    mostSources: Math.max(...seen.map(({ campaign }) => campaign.sources)),
    packets: seen.reduce((sum, { campaign }) => sum + campaign.packets, 0),
  })).sort((a, b) => b.days.length - a.days.length || b.packets - a.packets || (a.id < b.id ? -1 : 1))
}
