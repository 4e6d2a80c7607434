import type { Pattern } from './pattern.ts'

/**
 * The syntax tree of the hunt language (docs/hunt-language.md). `parseQuery` makes it, `formatQuery` writes it, `compileQuery` runs it
 * in memory; a store compiles the same tree to SQL. It says nothing of how it is run.
 */
export interface Query {
  readonly where: Expression
  readonly pipe: Pipe | null
}

/** Where in the text: UTF-16 offsets [from, to). Not part of the meaning. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type Expression =
  | { readonly kind: 'all'; readonly span: Span }
  /** Two or more terms. */
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'not'; readonly term: Expression; readonly span: Span }
  /** Any string value of the event contains the pattern. */
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly span: Span }
  | { readonly kind: 'field'; readonly field: string; readonly test: ValueTest; readonly span: Span }

/** What a field's value, or one member of it where it is a list, must be. */
export type ValueTest =
  | { readonly is: 'pattern'; readonly pattern: Pattern }
  /** A number written without quotes: equals a number by value and a text as written. */
  | { readonly is: 'number'; readonly text: string }
  /** At least one end is given. */
  | { readonly is: 'range'; readonly from: Bound | null; readonly to: Bound | null }
  /** An address in this network, as written: `10.0.0.0/8`. */
  | { readonly is: 'network'; readonly text: string }
  | { readonly is: 'exists' }
  | { readonly is: 'null' }

export interface Bound {
  readonly value: string
  readonly inclusive: boolean
}

/** What becomes of the events that match; without one they are the answer themselves. */
export type Pipe =
  | { readonly kind: 'count'; readonly by: readonly string[]; readonly span: Span }
  | { readonly kind: 'top'; readonly limit: number; readonly field: string; readonly span: Span }
  | { readonly kind: 'timechart'; readonly spanUs: number; readonly span: Span }

/** Why a text is no query; the position is a UTF-16 offset in it. */
export interface QueryError {
  readonly position: number
  /** What is wrong, one English sentence without a full stop. */
  readonly message: string
  /** What to write instead. */
  readonly mend: string
}
