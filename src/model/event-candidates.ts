/**
 * What events must have to be of interest, for those who look at each candidate afterwards: conditions that are cheap for a store to tell, on the
 * events' own field names (not a mapping's). They compare without case, and may hold of events that are of no interest, never the other way round.
 */
export type CandidateCondition =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly CandidateCondition[] }
  /** The event has the field, null included. */
  | { readonly kind: 'present'; readonly field: string }
  /** The field's value, or a member of the list it is, is this text. */
  | { readonly kind: 'whole'; readonly field: string; readonly text: string }
  /** The value or a member contains the text; without a field: any text of the event. */
  | { readonly kind: 'contains'; readonly field: string | null; readonly text: string }
  /** The value is a text. */
  | { readonly kind: 'text'; readonly field: string }
  /** The value is this text, or is no text at all. */
  | { readonly kind: 'label'; readonly field: string; readonly text: string }

/** The events of some datasets that meet a condition. */
export interface CandidateBranch {
  /** Null: of all. */
  readonly datasets: readonly string[] | null
  readonly where: CandidateCondition
}

export const EVERYTHING: CandidateCondition = { kind: 'all' }

/** In the one form that equal conditions have: no `and` or `or` within its like, of one term, or with terms that change nothing. */
export function candidatesAnd(terms: readonly CandidateCondition[]): CandidateCondition {
  const needed = distinct(terms.flatMap(term => (term.kind === 'and' ? term.terms : term.kind === 'all' ? [] : [term])))
  return needed.length === 0 ? EVERYTHING : needed.length === 1 ? needed[0]! : { kind: 'and', terms: needed }
}

/** @param terms at least one */
export function candidatesOr(terms: readonly CandidateCondition[]): CandidateCondition {
  if (terms.some(({ kind }) => kind === 'all')) return EVERYTHING
  const needed = distinct(terms.flatMap(term => (term.kind === 'or' ? term.terms : [term])))
  return needed.length === 1 ? needed[0]! : { kind: 'or', terms: needed }
}

function distinct(terms: readonly CandidateCondition[]): CandidateCondition[] {
  return [...new Map(terms.map(term => [JSON.stringify(term), term])).values()]
}
