import type { Plan } from '../evaluate/rule-plan.ts'
import { planRule } from '../evaluate/rule-plan.ts'
import { formText } from '../rule/letters.ts'
import type { SigmaRule, ValueTest } from '../rule/rule.ts'
import { MANY } from '../rule/text-pattern.ts'
import { canonicalUnits } from './letter-classes.ts'
import { MAX_PIECE_LENGTH } from './piece.ts'

/**
 * Whether a rule holds for every event of which all texts are ASCII and one has a piece it is looked for by: it asks for nothing but any
 * of some keywords, and what is searched is each of them whole. Rules for lines of text are such, and match often.
 */
export function isHeldWhereFound(rule: SigmaRule): boolean {
  return isAnyKeyword(planRule(rule))
}

function isAnyKeyword(plan: Plan): boolean {
  if (plan.kind === 'any') return plan.parts.every(isAnyKeyword)
  return plan.kind === 'item' && plan.field === null && !plan.negated &&
    (plan.join !== 'all' || plan.values.length === 1) && plan.values.every(({ tests }) => tests.every(isWholePiece))
}

function isWholePiece(test: ValueTest): boolean {
  if (test.kind !== 'text' || test.letters !== 'folded' || test.dashes === 'level' || test.pattern.length !== 3) return false
  const [before, text, after] = test.pattern
  return before === MANY && after === MANY && typeof text === 'string' && text.length > 0 && text.length <= MAX_PIECE_LENGTH && isExact(text)
}

/** Whether its letters stand, among ASCII, for those alone that are equal without case; dashes stand for others too. */
function isExact(text: string): boolean {
  exact ??= ASCII.map(unit => ASCII.every(other =>
    canonicalUnits()[other] !== canonicalUnits()[unit] || folded(other) === folded(unit)))
  for (let i = 0; i < text.length; i++) if (exact[text.charCodeAt(i)] !== true) return false
  return true
}

let exact: readonly boolean[] | undefined

const ASCII: readonly number[] = Array.from({ length: 128 }, (_, unit) => unit)

function folded(unit: number): string {
  return formText(String.fromCharCode(unit), 'folded')
}
