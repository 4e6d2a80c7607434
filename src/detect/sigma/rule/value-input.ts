import { MAX_EXPANSIONS } from '../defaults.ts'
import { expandPlaceholders, type Placeholders } from './placeholders.ts'
import type { ProblemCode } from './problem-catalogue.ts'
import type { Path, Report } from './problem.ts'
import type { Letters, TextPosition } from './rule.ts'

/** One value of an item, with what is needed to read it. Its modifiers are known to go together. */
export interface ValueInput {
  /** Empty for keywords. */
  readonly field: string
  readonly modifiers: readonly string[]
  readonly placeholders: Placeholders
  readonly value: unknown
  readonly path: Path
  readonly report: Report
}

/** The value as text, or every text its placeholders stand for. Numbers are taken as they are written. */
export function textsOf(input: ValueInput, modifier: string): readonly string[] | null {
  if (input.value === null) return refuse(input, modifier, 'a text')
  const written = String(input.value)
  if (!input.modifiers.includes('expand')) return [written]
  const expansion = expandPlaceholders(written, input.placeholders)
  if (expansion.kind === 'texts') return expansion.texts
  return expansion.kind === 'unknown'
    ? complain(input, 'SIGMA-E020', { placeholder: expansion.placeholder })
    : complain(input, 'SIGMA-E021', { value: quote(written), limit: String(MAX_EXPANSIONS) })
}

export function positionOf(modifiers: readonly string[]): TextPosition {
  if (modifiers.includes('contains')) return 'anywhere'
  if (modifiers.includes('startswith')) return 'start'
  return modifiers.includes('endswith') ? 'end' : 'whole'
}

export function lettersOf(modifiers: readonly string[]): Letters {
  return modifiers.includes('cased') ? 'cased' : 'folded'
}

export function refuse(input: ValueInput, modifier: string, needed: string): null {
  return complain(input, 'SIGMA-E015', { modifier, needed, value: quote(String(input.value)) })
}

/** Reports a problem of this value. */
export function complain(input: ValueInput, code: ProblemCode, terms: Readonly<Record<string, string>>): null {
  input.report({ code, path: input.path, terms: { field: shownField(input), ...terms } })
  return null
}

/** Characters of an offending value that a message repeats. */
const MAX_QUOTED = 120

export function quote(text: string): string {
  return `"${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text}"`
}

/** The field as messages name it. */
export function shownField({ field }: ValueInput): string {
  return field === '' ? '(keywords)' : field
}
