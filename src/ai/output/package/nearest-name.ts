import { MOST_CANDIDATES, NEAR_EDITS, SHORT_NAME } from './defaults.ts'

/** Names by their first letter and by their last two: one that differs little shares either. */
export class NearestNames {
  readonly #byEnds = new Map<string, string[]>()

  constructor(names: Iterable<string>) {
    for (const name of names) {
      for (const end of endsOf(name)) {
        const group = this.#byEnds.get(end)
        if (group === undefined) this.#byEnds.set(end, [name])
        else group.push(name)
      }
    }
  }

  /** The name that the fewest edits lead to, at most two (one of short names); null when there is none. */
  of(name: string): string | null {
    let nearest: string | null = null
    let fewest = (name.length <= SHORT_NAME ? 1 : NEAR_EDITS) + 1
    let candidates = 0
    for (const end of endsOf(name)) {
      for (const other of this.#byEnds.get(end) ?? []) {
        if (Math.abs(other.length - name.length) >= fewest) continue
        if (++candidates > MOST_CANDIDATES) return nearest
        const edits = editsBetween(name, other, fewest)
        if (edits < fewest) [nearest, fewest] = [other, edits]
      }
    }
    return nearest
  }
}

function endsOf(name: string): string[] {
  return [`<${name.slice(0, 2)}`, `${name.slice(-2)}>`]
}

/** Insertions, removals, changes and swaps of neighbours that make one of the other (Damerau 1964), or `limit` where they are so many. */
function editsBetween(one: string, other: string, limit: number): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) edits = Math.min(edits, before[j - 2]! + 1)
      row.push(edits)
    }
    if (Math.min(...row) >= limit) return limit
    before = last
    last = row
  }
  return Math.min(limit, last[other.length]!)
}
