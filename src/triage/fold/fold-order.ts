import { compareText, compareTimes } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'

/** The order of the fold (docs/design.md §3): by time of the first event, those without time last, then by id. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareTimes(a.first, b.first) || compareText(a.id, b.id)
}

/** Findings in fold order, those of one time together: they are one set, none of them precedes another. */
export function* batchesOfEqualTime(findings: readonly Finding[]): Generator<readonly Finding[]> {
  const ordered = findings.toSorted(compareFindings)
  for (let from = 0; from < ordered.length;) {
    const time = ordered[from]!.first
    let to = from + 1
    while (to < ordered.length && ordered[to]!.first === time) to++
    yield ordered.slice(from, to)
    from = to
  }
}
