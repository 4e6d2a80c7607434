import type { Pool } from 'pg'

/**
 * Counts, in this process, the changes of an organisation's cases and of what people entered about them: what was read under one number
 * is what would be read now, as far as this process writes. Other processes that write to the same database are not seen.
 */
export function caseEpoch(pool: Pool, organisation: string): number {
  return epochs.get(pool)?.get(organisation) ?? 0
}

/** After a change is committed, or may have been. */
export function casesChanged(pool: Pool, organisation: string): void {
  const counts = epochs.get(pool) ?? new Map<string, number>()
  epochs.set(pool, counts.set(organisation, caseEpoch(pool, organisation) + 1))
}

const epochs = new WeakMap<Pool, Map<string, number>>()
