/** `did you mean "contains"?`, or the list of what is known when nothing is near. */
export function suggestName(wrong: string, known: readonly string[]): string {
  const near = known
    .map(name => ({ name, distance: editDistance(wrong.toLowerCase().slice(0, MAX_LENGTH), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]
  if (near !== undefined && near.distance <= Math.max(1, near.name.length / 3)) return `did you mean "${near.name}"?`
  return known.length === 0 ? 'nothing of that kind is defined' : `known are: ${known.slice(0, MAX_LISTED).join(', ')}`
}

/** Longer names are no misspelling of ours; also bounds the time. */
const MAX_LENGTH = 64
const MAX_LISTED = 40

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); time and memory the product of the lengths. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replaced, swapped))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
