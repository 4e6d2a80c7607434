import type { TermHit } from '../signature/term-automaton.ts'
import { TermAutomaton } from '../signature/term-automaton.ts'
import { foldLetters } from '../text/fold-letters.ts'
import type { ContextConcept, ContextData } from './context-schema.ts'
import { CONTEXT_HITS } from './defaults.ts'

/** What a term stands for. */
export type Meaning =
  | { readonly kind: 'concept'; readonly name: ContextConcept }
  | { readonly kind: 'fact' | 'topic' | 'member' | 'alias' | 'language'; readonly name: string }
  | { readonly kind: 'filler' }

/** A place in a text that means something. */
export interface Mark {
  readonly meaning: Meaning
  readonly start: number
  readonly end: number
}

/** Finds what a text says, in any language that the data know. */
export class ContextWords {
  readonly #meanings: readonly Meaning[]
  readonly #automaton: TermAutomaton

  constructor({ concepts, facts, topics, members, aliases, languages, filler }: ContextData) {
    const meant: (readonly [Meaning, Readonly<Record<string, readonly string[]>>])[] = [
      ...Object.entries(concepts).map(([name, terms]) => [{ kind: 'concept', name: name as ContextConcept }, terms] as const),
      ...Object.entries(facts).map(([name, terms]) => [{ kind: 'fact', name }, terms] as const),
      ...Object.entries(topics).map(([name, terms]) => [{ kind: 'topic', name }, terms] as const),
      ...Object.entries(members).map(([name, terms]) => [{ kind: 'member', name }, terms] as const),
      ...Object.entries(aliases).map(([name, terms]) => [{ kind: 'alias', name }, terms] as const),
      ...Object.entries(languages).map(([name, terms]) => [{ kind: 'language', name }, terms] as const),
      [{ kind: 'filler' }, filler],
    ]
    this.#meanings = meant.map(([meaning]) => meaning)
    this.#automaton = new TermAutomaton(meant.flatMap(([, terms], index) => Object.values(terms).flat().map(term => [foldLetters(term), index] as const)))
  }

  /** @param canonical lower case, one spelling of each letter */
  marksIn(canonical: string): Mark[] {
    return this.#automaton.find(canonical, CONTEXT_HITS).map(({ concept, start, end }: TermHit) => ({ meaning: this.#meanings[concept]!, start, end }))
  }
}

export function marksOf(marks: readonly Mark[], ...names: readonly ContextConcept[]): Mark[] {
  return marks.filter(({ meaning }) => meaning.kind === 'concept' && names.includes(meaning.name))
}

export function says(marks: readonly Mark[], ...names: readonly ContextConcept[]): boolean {
  return marks.some(({ meaning }) => meaning.kind === 'concept' && names.includes(meaning.name))
}

/** The names of what is meant, with the first place of each. */
export function namesOf(marks: readonly Mark[], ...kinds: readonly Meaning['kind'][]): Map<string, Mark> {
  const names = new Map<string, Mark>()
  for (const mark of marks) if (mark.meaning.kind !== 'filler' && kinds.includes(mark.meaning.kind) && !names.has(mark.meaning.name)) names.set(mark.meaning.name, mark)
  return names
}
