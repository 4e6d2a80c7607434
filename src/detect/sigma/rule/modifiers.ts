import type { Path, Report } from './problem.ts'
import { suggestName } from './suggest-name.ts'

/** What a modifier does; which kinds go together is what {@link checkModifiers} knows. */
type ModifierKind =
  | 'join' | 'letters' | 'negation' | 'placeholder' | 'position' | 'dashes' | 'bytes' | 'base64'
  | 'regex' | 'regex-flag' | 'network' | 'field' | 'existence' | 'compare' | 'time'

/** Every modifier of the modifiers appendix 2.1.0. */
export const MODIFIERS: ReadonlyMap<string, ModifierKind> = new Map<string, ModifierKind>([
  ['all', 'join'], ['cased', 'letters'], ['neq', 'negation'], ['expand', 'placeholder'],
  ['contains', 'position'], ['startswith', 'position'], ['endswith', 'position'],
  ['windash', 'dashes'],
  ['utf16le', 'bytes'], ['utf16be', 'bytes'], ['utf16', 'bytes'], ['wide', 'bytes'], ['base64', 'base64'], ['base64offset', 'base64'],
  ['re', 'regex'], ['i', 'regex-flag'], ['m', 'regex-flag'], ['s', 'regex-flag'],
  ['cidr', 'network'], ['fieldref', 'field'], ['exists', 'existence'],
  ['lt', 'compare'], ['lte', 'compare'], ['gt', 'compare'], ['gte', 'compare'],
  ['minute', 'time'], ['hour', 'time'], ['day', 'time'], ['week', 'time'], ['month', 'time'], ['year', 'time'],
])

/** What may stand beside a modifier that says what kind of value it is. */
const COMPANIONS: ReadonlyMap<ModifierKind, readonly ModifierKind[]> = new Map<ModifierKind, readonly ModifierKind[]>([
  ['regex', ['regex', 'regex-flag', 'position', 'placeholder', 'join', 'negation']],
  ['network', ['network', 'placeholder', 'join', 'negation']],
  ['field', ['field', 'position', 'letters', 'join', 'negation']],
  ['existence', ['existence']],
  ['compare', ['compare', 'time', 'join', 'negation']],
  ['time', ['compare', 'time', 'join', 'negation']],
])

/** What keywords can have: they have no field of which something could be said. */
const KEYWORD_KINDS: readonly ModifierKind[] = [
  'position', 'dashes', 'bytes', 'base64', 'placeholder', 'letters', 'join', 'regex', 'regex-flag',
]

/** Pairs (earlier, later) that have no meaning in this order. */
const DISORDER: readonly (readonly [ModifierKind, ModifierKind, string])[] = [
  ['regex-flag', 'regex', 'belongs after'],
  ['base64', 'bytes', 'would encode before'],
  ['base64', 'dashes', 'would encode before'],
  ['bytes', 'dashes', 'would encode before'],
  ['base64', 'placeholder', 'would encode before'],
  ['bytes', 'placeholder', 'would encode before'],
  ['position', 'base64', 'puts wildcards before'],
  ['position', 'regex', 'puts wildcards before'],
]

/** Whether the modifiers of an item are known and go together, in this order; problems go to `report`. */
export function checkModifiers(field: string, modifiers: readonly string[], path: Path, report: Report): boolean {
  const problems: [code: 'SIGMA-E012' | 'SIGMA-E013' | 'SIGMA-E014' | 'SIGMA-E023', terms: Record<string, string>][] = []
  const kinds = modifiers.map(name => MODIFIERS.get(name))
  modifiers.forEach((modifier, i) => {
    if (kinds[i] === undefined) problems.push(['SIGMA-E012', { modifier, suggestion: suggestName(modifier, [...MODIFIERS.keys()]) }])
    else if (modifiers.indexOf(modifier) < i) problems.push(['SIGMA-E013', { reason: `"${modifier}" stands twice` }])
    else if (field === '' && !KEYWORD_KINDS.includes(kinds[i])) problems.push(['SIGMA-E023', { modifier: `"${modifier}"` }])
  })
  if (problems.length === 0) {
    const reason = conflict(modifiers, kinds)
    const disorder = misplaced(modifiers, kinds)
    if (reason !== null) problems.push(['SIGMA-E013', { reason }])
    else if (disorder !== null) problems.push(['SIGMA-E014', { reason: disorder }])
  }
  for (const [code, terms] of problems) report({ code, path, terms: { field: field === '' ? '(keywords)' : field, ...terms } })
  return problems.length === 0
}

type Kinds = readonly (ModifierKind | undefined)[]

function conflict(modifiers: readonly string[], kinds: Kinds): string | null {
  const deciding = kinds.findIndex(kind => kind !== undefined && COMPANIONS.has(kind))
  const allowed = COMPANIONS.get(kinds[deciding]!)
  const stranger = kinds.findIndex(kind => kind !== 'regex-flag' && !(allowed?.includes(kind!) ?? true))
  if (stranger >= 0) return `"${modifiers[deciding]}" and "${modifiers[stranger]}" exclude one another`
  for (const kind of ['position', 'compare', 'time', 'base64', 'bytes'] as const) {
    const [first, second] = modifiers.filter((_, i) => kinds[i] === kind)
    if (second !== undefined) return `"${first}" and "${second}" exclude one another`
  }
  return null
}

function misplaced(modifiers: readonly string[], kinds: Kinds): string | null {
  if (kinds.includes('regex-flag') && !kinds.includes('regex')) return `"${modifiers[kinds.indexOf('regex-flag')]}" belongs after "re"`
  for (const [earlier, later, verb] of DISORDER) {
    const first = kinds.indexOf(earlier)
    const last = kinds.lastIndexOf(later)
    if (first >= 0 && first < last) return `"${modifiers[first]}" ${verb} "${modifiers[last]}"`
  }
  return null
}
