/** A word over columns, and the numbers to report where it ends. */
export interface Word {
  readonly columns: readonly number[]
  readonly numbers: readonly number[]
}

/** The complete table of an automaton: the row of a state says, for each column, the offset of the next state's row. */
export interface AutomatonTable {
  readonly next: Int32Array
  /** Offset of the first row. */
  readonly root: number
  /** From this row on, states report. */
  readonly reporting: number
  /** Of the n-th reporting state: `numbers` [from[n], from[n + 1]). */
  readonly from: Int32Array
  readonly numbers: Int32Array
}

/** Builds it in time proportional to states × columns. */
export function buildTable(words: readonly Word[], columns: number): AutomatonTable {
  const trie = new Trie(words, columns)
  const order = trie.complete()
  return arranged(trie, order, columns)
}

/** States are numbered from 0, the root; 0 in `next` of a state other than the root means none until it is completed. */
class Trie {
  readonly columns: number
  next: Int32Array
  states = 1
  /** What each state reports by itself; with what its suffixes report once completed. */
  readonly reports: (readonly number[] | undefined)[] = []

  constructor(words: readonly Word[], columns: number) {
    this.columns = columns
    const most = 1 + words.reduce((sum, word) => sum + word.columns.length, 0)
    this.next = new Int32Array(most * columns)
    for (const word of words) {
      let state = 0
      for (const column of word.columns) state = this.#child(state, column)
      this.reports[state] = [...this.reports[state] ?? [], ...word.numbers]
    }
  }

  #child(state: number, column: number): number {
    const at = state * this.columns + column
    const known = this.next[at]!
    if (known !== 0) return known
    this.next[at] = this.states
    return this.states++
  }

  /** Fills every missing step with that of the longest suffix that is a state; answers the states, nearest the root first. */
  complete(): Int32Array {
    const { next, columns } = this
    const suffix = new Int32Array(this.states)
    const order = new Int32Array(this.states)
    let known = 1
    for (let at = 0; at < known; at++) {
      const state = order[at]!
      for (let column = 0; column < columns; column++) {
        const child = next[state * columns + column]!
        const fallback = state === 0 ? 0 : next[suffix[state]! * columns + column]!
        if (child === 0) next[state * columns + column] = fallback
        else {
          suffix[child] = fallback
          order[known++] = child
          const inherited = this.reports[fallback]
          if (inherited !== undefined) this.reports[child] = [...this.reports[child] ?? [], ...inherited]
        }
      }
    }
    return order
  }
}

/** States near the root are visited most and come first, so that they share the processor's cache; those that report come last. */
function arranged({ next, reports, states }: Trie, order: Int32Array, columns: number): AutomatonTable {
  const silent = order.filter(state => reports[state] === undefined)
  const speaking = order.filter(state => reports[state] !== undefined)
  const row = new Int32Array(states)
  const arrangement = [...silent, ...speaking]
  for (const [index, state] of arrangement.entries()) row[state] = index * columns
  const table = new Int32Array(states * columns)
  for (const [index, state] of arrangement.entries()) {
    for (let column = 0; column < columns; column++) table[index * columns + column] = row[next[state * columns + column]!]!
  }
  const said = [...speaking].map(state => [...new Set(reports[state])])
  const from = new Int32Array(said.length + 1)
  for (const [index, numbers] of said.entries()) from[index + 1] = from[index]! + numbers.length
  return { next: table, root: row[0]!, reporting: silent.length * columns, from, numbers: Int32Array.from(said.flat()) }
}
