import { compareText } from '../../model/event-order.ts'

/** Counts by name, summed, in the order of the names. */
export function sumCounts(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [name, count] of counts.flatMap(each => Object.entries(each))) sums.set(name, (sums.get(name) ?? 0) + count)
  return Object.fromEntries([...sums].sort(([a], [b]) => compareText(a, b)))
}
