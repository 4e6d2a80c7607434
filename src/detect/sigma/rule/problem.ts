import { PROBLEMS, type ProblemCode, type ProblemSeverity } from './problem-catalogue.ts'

/** What is wrong with a rule, and how to mend it. An error keeps the rule from being loaded, a warning does not. */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: ProblemSeverity
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  /** What happened, naming rule, field and offending text. */
  readonly message: string
  /** What to do about it. */
  readonly mend: string
}

/** Keys and indices that lead from a document's root to the place of a problem. */
export type Path = readonly (string | number)[]

/** A problem as the parsers see it: they know the place in the structure, not in the text. */
export interface RawProblem {
  readonly code: ProblemCode
  readonly path: Path
  readonly terms: Readonly<Record<string, string>>
  /** Characters after the start of the value at `path`, for a place within a condition. */
  readonly offset?: number
}

/** Takes problems as they are found, so that one reading of a rule reports all of them. */
export type Report = (problem: RawProblem) => void

export function problemSeverity(code: ProblemCode): ProblemSeverity {
  return code.startsWith('SIGMA-E') ? 'error' : 'warning'
}

export function problemMessage(code: ProblemCode, terms: Readonly<Record<string, string>>): string {
  return fill(PROBLEMS[code].message, terms)
}

export function problemMend(code: ProblemCode, terms: Readonly<Record<string, string>>): string {
  return fill(PROBLEMS[code].mend, terms)
}

/** `src/rules/a.yml:7:9: SIGMA-E012 rule "x", field Image: unknown modifier "contians" — did you mean "contains"?` */
export function formatProblem({ file, line, column, code, message, mend }: Problem): string {
  return `${file}:${line}:${column}: ${code} ${message} — ${mend}`
}

function fill(template: string, terms: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => terms[name] ?? '')
}
