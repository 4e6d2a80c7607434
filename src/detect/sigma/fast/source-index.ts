import type { Atom } from './atom.ts'
import { pieceOf } from './piece.ts'
import { TextAutomaton } from './text-automaton.ts'

/** What is looked for in one field, or in all texts for keywords; positions are those of rules. */
export class SourceIndex {
  /** Null when only presence matters. */
  readonly automaton: TextAutomaton | null
  /** Positions that any value marks, even null. */
  readonly present: Int32Array

  constructor(sought: readonly Sought[]) {
    const pieces = new Map<string, { readonly units: readonly number[]; readonly numbers: Set<number> }>()
    const present = new Set<number>()
    for (const { atom, position } of sought) {
      if (atom.kind === 'present') present.add(position)
      else {
        const units = pieceOf(atom)
        const key = units.join()
        const piece = pieces.get(key)
        if (piece === undefined) pieces.set(key, { units, numbers: new Set([position]) })
        else piece.numbers.add(position)
      }
    }
    this.present = Int32Array.from(present)
    this.automaton = pieces.size === 0 ? null : new TextAutomaton([...pieces.values()].map(({ units, numbers }) => ({ units, numbers: [...numbers] })))
  }

  get bytes(): number {
    return this.automaton?.bytes ?? 0
  }
}

/** An atom and the position of a rule that needs it. */
export interface Sought {
  readonly atom: Atom
  readonly position: number
}
