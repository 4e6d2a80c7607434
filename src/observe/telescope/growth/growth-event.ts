import type { GrowthReport } from './growth-schema.ts'

/** Addresses that an event names; the alert in the report has all. */
const NAMED = 100

/** What is recorded of a group that grows: one JSON object, `telescope.growth`, for rules and hunts (mappings/telescope.yml). */
export function growthEvent({ at, addresses, reason, baseline: _, synchrony, ...alert }: GrowthReport['alerts'][number]): Readonly<Record<string, unknown>> {
  return {
    time: at,
    telescope_event: 'growth',
    ...alert,
    synchrony: synchrony === null ? null : Math.max(synchrony.linked, synchrony.matrix, synchrony.tensor),
    addresses: addresses.slice(0, NAMED),
    addressCount: addresses.length,
    reason: reason.map(({ en }) => en).join(' '),
    reasonJa: reason.map(({ ja }) => ja).join(''),
  }
}
