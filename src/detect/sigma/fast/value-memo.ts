import { MAX_MEMO_LENGTH, MEMO_PAUSE, MEMO_TRIAL, MEMO_VALUES, MEMO_WORTH } from './defaults.ts'
import type { TextAutomaton } from './text-automaton.ts'

/**
 * What an automaton found in the last values of one field. Programs, users and hosts come again and again, and looking a value up is
 * cheaper than reading it; identifiers never do: a field whose values seldom come again is read without being remembered, and tried anew later.
 */
export class ValueMemo {
  readonly #automaton: TextAutomaton
  /** Value → the words of bits it sets, side by side with their index; null for the many that set none. */
  #known = new Map<string, Int32Array | null>()
  #asked = 0
  #hits = 0
  /** Values still to be read without looking. */
  #pause = 0

  constructor(automaton: TextAutomaton) {
    this.#automaton = automaton
  }

  /** @param scratch as long as `bits`, all zero, and so again on return */
  mark(text: string, bits: Int32Array, scratch: Int32Array): void {
    if (this.#pause > 0 || text.length > MAX_MEMO_LENGTH) {
      this.#pause--
      return this.#automaton.mark(text, bits)
    }
    if (++this.#asked === MEMO_TRIAL) this.#judge()
    const known = this.#known.get(text)
    if (known === null) this.#hits++
    else if (known === undefined) this.#learn(text, bits, scratch)
    else {
      this.#hits++
      for (let i = 0; i < known.length; i += 2) bits[known[i]!]! |= known[i + 1]!
    }
  }

  #learn(text: string, bits: Int32Array, scratch: Int32Array): void {
    this.#automaton.mark(text, scratch)
    const words: number[] = []
    for (let word = 0; word < scratch.length; word++) {
      const found = scratch[word]!
      if (found === 0) continue
      words.push(word, found)
      bits[word]! |= found
      scratch[word] = 0
    }
    if (this.#known.size >= MEMO_VALUES) this.#known.clear()
    this.#known.set(text, words.length === 0 ? null : Int32Array.from(words))
  }

  #judge(): void {
    if (this.#hits < MEMO_TRIAL * MEMO_WORTH) {
      this.#pause = MEMO_PAUSE
      this.#known = new Map()
    }
    this.#asked = 0
    this.#hits = 0
  }
}
