import type { DetectionItem, ValueTest } from '../rule/rule.ts'
import type { Plan } from '../evaluate/rule-plan.ts'
import type { TextPattern } from '../rule/text-pattern.ts'
import type { Atom } from './atom.ts'
import { regexLiterals } from './regex-literals.ts'

/** Atoms of which at least one holds wherever a rule does. */
export type Need = readonly Atom[]

/** What must hold for a plan to hold, as far as it is cheap to look for: all of these. None says nothing is known. */
export function needsOf(plan: Plan, weigh: (need: Need) => number): readonly Need[] {
  switch (plan.kind) {
    case 'item':
      return itemNeeds(plan)
    case 'not':
      return []
    case 'all':
      return plan.parts.flatMap(part => needsOf(part, weigh))
    case 'any': {
      const best = plan.parts.map(part => lightest(needsOf(part, weigh), weigh))
      return best.every(need => need !== null) ? [best.flat()] : []
    }
  }
}

/** The need that is met most seldom; null without any. */
export function lightest(needs: readonly Need[], weigh: (need: Need) => number): Need | null {
  const weights = needs.map(weigh)
  return needs[weights.indexOf(Math.min(...weights))] ?? null
}

/** An item is asked for again when its needs are weighed; what it needs stays the same. */
const known = new WeakMap<DetectionItem, readonly Need[]>()

function itemNeeds(item: DetectionItem): readonly Need[] {
  let needs = known.get(item)
  if (needs === undefined) known.set(item, needs = findItemNeeds(item))
  return needs
}

function findItemNeeds(item: DetectionItem): readonly Need[] {
  if (item.negated) return []
  const groups = item.join === 'all' ? item.values.map(({ tests }) => tests) : [item.values.flatMap(({ tests }) => tests)]
  return groups.flatMap(group => {
    const atoms = group.map(test => testAtoms(test, item.field))
    return atoms.every(each => each !== null) ? [atoms.flat()] : []
  })
}

/** One of these holds wherever the test does; null when it may hold for a field that is not there. */
function testAtoms(test: ValueTest, field: string | null): Need | null {
  const present: Need = [{ kind: 'present', field }]
  switch (test.kind) {
    case 'text':
      return patternAtoms(test.pattern, field) ?? present
    case 'regex':
      return regexLiterals(test.source)?.map(text => ({ kind: 'text', field, text, atStart: false, atEnd: false })) ?? present
    case 'null':
      return null
    case 'exists':
      return test.expected === 'present' ? present : null
    case 'network':
    case 'compare':
    case 'field':
      return present
  }
}

/** The longest of a pattern's texts; null when it has none. */
function patternAtoms(pattern: TextPattern, field: string | null): Need | null {
  if (pattern.length === 0) return [{ kind: 'text', field, text: '', atStart: true, atEnd: true }]
  const atoms = pattern.flatMap((part, index): Atom[] => typeof part !== 'string' ? [] : [
    { kind: 'text', field, text: part, atStart: index === 0, atEnd: index === pattern.length - 1 },
  ])
  const lengths = atoms.map(atom => (atom.kind === 'text' ? atom.text.length : 0))
  const longest = atoms[lengths.indexOf(Math.max(...lengths))]
  return longest === undefined ? null : [longest]
}
