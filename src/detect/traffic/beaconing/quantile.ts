/** The value below which a share of sorted values lies, between the two nearest by their distance; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const from = sorted[low]
  if (from === undefined) return Number.NaN
  return from + (at - low) * ((sorted[low + 1] ?? from) - from)
}
