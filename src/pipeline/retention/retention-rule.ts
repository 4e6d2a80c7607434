import type { RetentionRule } from '../../platform/config/retention-schema.ts'
import { fitsDataset } from '../dataset-pattern.ts'

/** What is to become of an evidence, days after it was received; null where it stays. */
export interface Term {
  readonly hotDays: number | null
  readonly deleteDays: number | null
}

const FOREVER: Term = { hotDays: null, deleteDays: null }

/** The first rule that fits decides. */
export function termOfDataset(rules: readonly RetentionRule[], organisation: string, dataset: string): Term {
  const rule = rules.find(each => (each.organisation ?? organisation) === organisation && each.datasets.some(pattern => fitsDataset(pattern, dataset)))
  return rule === undefined ? FOREVER : { hotDays: rule.hotDays ?? null, deleteDays: rule.deleteDays ?? null }
}

/** An evidence with several datasets goes when the last of them may; one without any (nothing was recognised in it) stays. */
export function termOfDatasets(rules: readonly RetentionRule[], organisation: string, datasets: readonly string[]): Term {
  if (datasets.length === 0) return FOREVER
  const terms = datasets.map(dataset => termOfDataset(rules, organisation, dataset))
  const longest = (days: readonly (number | null)[]) => (days.includes(null) ? null : Math.max(...days.map(each => each ?? 0)))
  return { hotDays: longest(terms.map(({ hotDays, deleteDays }) => hotDays ?? deleteDays)), deleteDays: longest(terms.map(({ deleteDays }) => deleteDays)) }
}
