import { createHash } from 'node:crypto'
import type { GuardRow } from './guard-rows.ts'
import { nearDuplicates } from '../../src/ai/text/near-duplicates.ts'

/** Tenths of the rows, by the hash of the smallest text of their group of near duplicates: 0–7 to learn from, 8 and 9 held out. */
export interface SplitRow extends GuardRow {
  readonly tenth: number
}

const HELD_OUT_FROM = 8

export function splitRows(rows: readonly GuardRow[]): { readonly learn: SplitRow[]; readonly heldOut: SplitRow[]; readonly contradicting: number } {
  const groups = nearDuplicates(rows.map(({ canonical }) => canonical.text))
  const labels = new Map<number, Set<boolean>>()
  const names = new Map<number, string>()
  for (const [index, { isHostile, canonical }] of rows.entries()) {
    const group = groups[index]!
    labels.set(group, (labels.get(group) ?? new Set()).add(isHostile))
    const name = names.get(group)
    if (name === undefined || canonical.text < name) names.set(group, canonical.text)
  }
  const clear = rows.flatMap((row, index): SplitRow[] => {
    const group = groups[index]!
    return labels.get(group)!.size > 1 ? [] : [{ ...row, tenth: createHash('sha256').update(names.get(group)!).digest()[0]! % 10 }]
  })
  return {
    learn: clear.filter(({ tenth }) => tenth < HELD_OUT_FROM), heldOut: clear.filter(({ tenth }) => tenth >= HELD_OUT_FROM), contradicting: rows.length - clear.length,
  }
}
