import { UnitSet } from '../text/unit-set.ts'
import { Transitions } from './transitions.ts'

/** One place where a term stands. */
export interface TermHit {
  /** Index of the concept. */
  readonly concept: number
  readonly start: number
  readonly end: number
}

interface Term {
  readonly concept: number
  readonly length: number
  readonly openStart: boolean
  readonly openEnd: boolean
}

/** Scripts whose words are written apart; in the others a term may stand anywhere. */
const APART = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{N}_]/u
const APART_UNITS = new UnitSet(APART)

/**
 * Finds every term of every concept in one pass over a text (Aho and Corasick 1975), however many terms there are. Terms and text must be in
 * the same form.
 */
export class TermAutomaton {
  readonly #next = new Transitions()
  readonly #fail: number[] = [0]
  readonly #ends: Term[][] = [[]]

  /** @param terms with the index of their concept; `*` at the end takes any ending */
  constructor(terms: Iterable<readonly [term: string, concept: number]>) {
    for (const [term, concept] of terms) this.#add(term, concept)
    this.#link()
  }

  find(text: string, maximum: number = Infinity): TermHit[] {
    const hits: TermHit[] = []
    let state = 0
    for (let i = 0; i < text.length && hits.length < maximum; i++) {
      state = this.#step(state, text.charCodeAt(i))
      for (const { concept, length, openStart, openEnd } of this.#ends[state]!) {
        const start = i + 1 - length
        if (!openStart && start > 0 && APART_UNITS.has(text.charCodeAt(start - 1))) continue
        if (!openEnd && i + 1 < text.length && APART_UNITS.has(text.charCodeAt(i + 1))) continue
        hits.push({ concept, start, end: i + 1 })
      }
    }
    return hits
  }

  #step(from: number, unit: number): number {
    let state = from
    for (;;) {
      const next = this.#next.get(state, unit)
      if (next !== 0) return next
      if (state === 0) return 0
      state = this.#fail[state]!
    }
  }

  #add(written: string, concept: number): void {
    const takesAnyEnding = written.endsWith('*')
    const term = takesAnyEnding ? written.slice(0, -1) : written
    let state = 0
    for (let i = 0; i < term.length; i++) {
      let next = this.#next.get(state, term.charCodeAt(i))
      if (next === 0) {
        next = this.#ends.length
        this.#next.set(state, term.charCodeAt(i), next)
        this.#ends.push([])
        this.#fail.push(0)
      }
      state = next
    }
    this.#ends[state]!.push({
      concept, length: term.length, openStart: !APART.test(term[0]!), openEnd: takesAnyEnding || !APART.test(term.at(-1)!),
    })
  }

  #link(): void {
    const children = new Map<number, [unit: number, state: number][]>()
    for (const [parent, unit, state] of this.#next.all()) {
      const siblings = children.get(parent) ?? []
      siblings.push([unit, state])
      children.set(parent, siblings)
    }
    const queue = [0]
    for (let head = 0; head < queue.length; head++) {
      const parent = queue[head]!
      for (const [unit, state] of children.get(parent) ?? []) {
        this.#fail[state] = parent === 0 ? 0 : this.#step(this.#fail[parent]!, unit)
        this.#ends[state]!.push(...this.#ends[this.#fail[state]!]!)
        queue.push(state)
      }
    }
  }
}
