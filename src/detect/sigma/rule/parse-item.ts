import { MAX_EXPANSIONS } from '../defaults.ts'
import { checkModifiers } from './modifiers.ts'
import { parseValue } from './parse-value.ts'
import type { Placeholders } from './placeholders.ts'
import type { Path, Report } from './problem.ts'
import type { DetectionItem, ItemValue } from './rule.ts'

/** Reads `field|modifier|modifier: value or list`; null when something is wrong, which `report` then knows. */
export function parseItem(key: string, value: unknown, placeholders: Placeholders, path: Path, report: Report): DetectionItem | null {
  const [field = '', ...modifiers] = key.split('|')
  if (!checkModifiers(field, modifiers, path, report)) return null
  const shown = field === '' ? '(keywords)' : field

  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0) report({ code: 'SIGMA-E017', path, terms: { place: `the list of values of ${shown}` } })
  if (Array.isArray(value) && value.includes(null)) {
    report({ code: 'SIGMA-E016', path: [...path, value.indexOf(null)], terms: { field: shown } })
    return null
  }
  if (modifiers.includes('exists') && list.length > 1) {
    report({ code: 'SIGMA-E015', path, terms: { field: shown, modifier: 'exists', needed: 'true or false', value: 'a list' } })
    return null
  }
  if (modifiers.includes('all') && list.length === 1) report({ code: 'SIGMA-W102', path, terms: { field: shown } })

  const values: ItemValue[] = []
  let patterns = 0
  for (const [index, each] of list.entries()) {
    const place = Array.isArray(value) ? [...path, index] : path
    const parsed = parseValue({ field, modifiers, placeholders, value: each, path: place, report })
    if (parsed !== null) values.push(parsed)
    patterns += parsed?.tests.length ?? 0
    if (patterns > MAX_EXPANSIONS) {
      report({ code: 'SIGMA-E021', path, terms: { field: shown, value: 'the list', limit: String(MAX_EXPANSIONS) } })
      return null
    }
  }
  if (values.length === 0 || values.length < list.length) return null
  return {
    kind: 'item',
    field: field === '' ? null : field,
    modifiers,
    values,
    join: modifiers.includes('all') ? 'all' : 'any',
    negated: modifiers.includes('neq'),
  }
}
