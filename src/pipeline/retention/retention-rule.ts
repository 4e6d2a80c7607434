import type { RetentionRule } from '../../platform/config/retention-schema.ts'

/** What is to become of an evidence, days after it was received; null where it stays. */
export interface Term {
  readonly hotDays: number | null
  readonly deleteDays: number | null
}

const FOREVER: Term = { hotDays: null, deleteDays: null }

/** The first rule that fits decides. */
export function termOfDataset(rules: readonly RetentionRule[], organisation: string, dataset: string): Term {
  const rule = rules.find(each => (each.organisation ?? organisation) === organisation && each.datasets.some(pattern => fits(pattern, dataset)))
  return rule === undefined ? FOREVER : { hotDays: rule.hotDays ?? null, deleteDays: rule.deleteDays ?? null }
}

/** An evidence with several datasets goes when the last of them may; one without any (nothing was recognised in it) stays. */
export function termOfDatasets(rules: readonly RetentionRule[], organisation: string, datasets: readonly string[]): Term {
  if (datasets.length === 0) return FOREVER
  const terms = datasets.map(dataset => termOfDataset(rules, organisation, dataset))
  const longest = (days: readonly (number | null)[]) => (days.includes(null) ? null : Math.max(...days.map(each => each ?? 0)))
  return { hotDays: longest(terms.map(({ hotDays, deleteDays }) => hotDays ?? deleteDays)), deleteDays: longest(terms.map(({ deleteDays }) => deleteDays)) }
}

/** `*` stands for any characters. Linear in both: one star after another takes the nearest place that fits. */
function fits(pattern: string, dataset: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (!dataset.startsWith(first)) return false
  if (rest.length === 0) return dataset === first
  let at = first.length
  const last = rest.pop() ?? ''
  for (const piece of rest) {
    const found = dataset.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return dataset.length - at >= last.length && dataset.endsWith(last)
}
