import type { DatasetView } from '../../../model/mappings.ts'
import type { CandidateCondition } from '../../../model/event-candidates.ts'
import { candidatesOr } from '../../../model/event-candidates.ts'
import type { Atom, TextAtom } from '../fast/atom.ts'
import type { Need } from '../fast/needed-atoms.ts'
import { DASHES } from '../rule/letters.ts'
import type { RuleNeeds } from './rule-needs.ts'

/** A need as a condition on the fields of a dataset's events, under each name that the rule's may mean there. */
export function needCondition({ rule, level }: Pick<RuleNeeds, 'rule' | 'level'>, need: Need, view: DatasetView): CandidateCondition {
  return candidatesOr(need.flatMap(atom => {
    if (atom.field === null) return [atomCondition(atom, null, level)]
    return view.namesOf(atom.field, rule.logsource.category).map(name => atomCondition(atom, name, level))
  }))
}

function atomCondition(atom: Atom, field: string | null, level: ReadonlySet<string>): CandidateCondition {
  if (atom.kind === 'present') return field === null ? { kind: 'all' } : { kind: 'present', field }
  const text = plainText(atom, level)
  if (text === '' && field === null) return { kind: 'all' }
  if (atom.atStart && atom.atEnd && field !== null && text === atom.text) return { kind: 'whole', field, text }
  return field !== null && text === '' ? { kind: 'present', field } : { kind: 'contains', field, text }
}

/** What of the text stands for itself alone: where all dashes are one, the longest piece between them. */
function plainText({ text }: TextAtom, level: ReadonlySet<string>): string {
  if (!level.has(text)) return text
  return text.split(ANY_DASH).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
}

const ANY_DASH = new RegExp(`[${DASHES.map(dash => `\\${dash}`).join('')}]`)
