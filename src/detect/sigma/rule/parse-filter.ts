import { isMap } from './parse-detection.ts'
import { parseSection } from './parse-section.ts'
import type { Placeholders } from './placeholders.ts'
import type { Report } from './problem.ts'
import { readLogsource } from './read-logsource.ts'
import type { SigmaFilter } from './filter.ts'
import { ruleKey } from './rule-summary.ts'

/** Reads a filter (sigma-filters-specification 2.1.0) from parsed YAML; null when something is wrong, which `report` then knows. */
export function parseFilter(
  document: Readonly<Record<string, unknown>>, title: string, placeholders: Placeholders, file: string, report: Report,
): SigmaFilter | null {
  if (title.trim() === '') report({ code: 'SIGMA-E006', path: 'title' in document ? ['title'] : [], terms: {} })
  const logsource = readLogsource(document['logsource'], report)
  const content = document['filter']
  if (!isMap(content)) return report({ code: 'SIGMA-E035', path: ['filter'], terms: { reason: 'is not a map' } }), null
  const rules = readTargets(content['rules'], report)
  const section = parseSection({ name: 'filter', content, others: ['rules'] }, placeholders, report)
  if (section === null || logsource === null || rules === null) return null
  return { id: ruleKey(document, report), title, rules, logsource, ...section, file }
}

/** `any` or nothing speaks of every rule of the log source; as in pySigma `all`, in any case, and an empty list do too. */
function readTargets(value: unknown, report: Report): SigmaFilter['rules'] | null {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  if (value === undefined || list.length === 0 || (typeof value === 'string' && /^(?:any|all)$/i.test(value))) return 'any'
  const names = list.filter(each => typeof each === 'string' && each !== '').map(String)
  if (names.length === list.length) return names
  report({ code: 'SIGMA-E035', path: ['filter', 'rules'], terms: { reason: 'has "rules" that are not ids or names of rules' } })
  return null
}
