import { buildTable } from './automaton-table.ts'
import { canonicalUnits, LATIN_UNITS, unitsBeyondLatin } from './letter-classes.ts'
import { END_OF_TEXT, MAX_PIECE_LENGTH, START_OF_TEXT } from './piece.ts'

/** A piece to look for, and the numbers to report when it is found. */
export interface SoughtPiece {
  /** Canonical units, with the marks of the text's start and end. */
  readonly units: readonly number[]
  readonly numbers: readonly number[]
}

/**
 * Finds many pieces in one pass over a text (Aho and Corasick 1975), as a complete table: one step for each character. A state is the
 * offset of its row in the table; the states that report something come last, so that one comparison tells them.
 */
export class TextAutomaton {
  readonly #next: Int32Array
  readonly #columns: number
  /** UTF-16 unit → column: of Latin-1, and of what else is sought. */
  readonly #latin: Uint8Array
  readonly #others: ReadonlyMap<number, number>
  readonly #root: number
  readonly #start: number
  readonly #endColumn: number
  /** The first state that reports. */
  readonly #reporting: number
  /** Of the n-th reporting state: numbers [from[n], from[n + 1]). */
  readonly #from: Int32Array
  readonly #numbers: Int32Array

  constructor(pieces: readonly SoughtPiece[]) {
    const columns = columnsOf(pieces)
    const table = buildTable(pieces.map(({ units, numbers }) => ({ columns: units.map(unit => columns.get(unit) ?? 0), numbers })), columns.size + 1)
    this.#columns = columns.size + 1
    this.#next = table.next
    this.#reporting = table.reporting
    this.#from = table.from
    this.#numbers = table.numbers
    this.#endColumn = columns.get(END_OF_TEXT) ?? 0
    this.#root = table.root
    this.#start = this.#next[table.root + (columns.get(START_OF_TEXT) ?? 0)]!
    const standing = canonicalUnits()
    this.#latin = Uint8Array.from({ length: LATIN_UNITS }, (_, unit) => columns.get(standing[unit]!) ?? 0)
    this.#others = othersOf(columns)
  }

  /** Whether every letter of every piece is told from others: not where pieces have more letters than there are columns. */
  get isExact(): boolean {
    return this.#columns <= MAX_COLUMNS
  }

  /** Bytes of the table. */
  get bytes(): number {
    return this.#next.byteLength + this.#numbers.byteLength + this.#from.byteLength
  }

  /** Sets the bit of every number whose piece is in the text. Time proportional to the text and to what is found. */
  mark(text: string, bits: Int32Array): void {
    if (text.length < SPLIT_LENGTH || !this.#markInParts(text, bits)) this.#markWhole(text, bits)
  }

  #markWhole(text: string, bits: Int32Array): void {
    const next = this.#next
    const latin = this.#latin
    const reporting = this.#reporting
    const length = text.length
    let state = this.#start
    if (state >= reporting) this.#report(state, bits)
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      state = next[state + (unit < LATIN_UNITS ? latin[unit]! : this.#others.get(unit) ?? 0)]!
      if (state >= reporting) this.#report(state, bits)
    }
    state = next[state + this.#endColumn]!
    if (state >= reporting) this.#report(state, bits)
  }

  /**
   * The same in four parts side by side: each step of one waits for memory, during which the others go on. A part begins so far before
   * its place that no piece is cut; what is found twice is marked once. False, with a part of the bits set, for a text beyond Latin-1.
   */
  #markInParts(text: string, bits: Int32Array): boolean {
    const next = this.#next
    const latin = this.#latin
    const reporting = this.#reporting
    const length = text.length
    const step = (length + 3) >>> 2
    const ahead = MAX_PIECE_LENGTH - 1
    const fromB = step - ahead
    const fromC = 2 * step - ahead
    const fromD = 3 * step - ahead
    let a = this.#start
    let b = this.#root
    let c = this.#root
    let d = this.#root
    if (a >= reporting) this.#report(a, bits)
    const common = Math.min(step, length - fromD)
    for (let i = 0; i < common; i++) {
      const unitA = text.charCodeAt(i)
      const unitB = text.charCodeAt(fromB + i)
      const unitC = text.charCodeAt(fromC + i)
      const unitD = text.charCodeAt(fromD + i)
      if ((unitA | unitB | unitC | unitD) >= LATIN_UNITS) return false
      a = next[a + latin[unitA]!]!
      b = next[b + latin[unitB]!]!
      c = next[c + latin[unitC]!]!
      d = next[d + latin[unitD]!]!
      if (a >= reporting) this.#report(a, bits)
      if (b >= reporting) this.#report(b, bits)
      if (c >= reporting) this.#report(c, bits)
      if (d >= reporting) this.#report(d, bits)
    }
    // Those with a beginning before their place are not done yet.
    this.#markRest(text, a, common, step, bits)
    this.#markRest(text, b, fromB + common, 2 * step, bits)
    this.#markRest(text, c, fromC + common, 3 * step, bits)
    d = this.#markRest(text, d, fromD + common, length, bits)
    d = next[d + this.#endColumn]!
    if (d >= reporting) this.#report(d, bits)
    return true
  }

  #markRest(text: string, from: number, start: number, end: number, bits: Int32Array): number {
    let state = from
    for (let i = start; i < end; i++) {
      const unit = text.charCodeAt(i)
      state = this.#next[state + (unit < LATIN_UNITS ? this.#latin[unit]! : this.#others.get(unit) ?? 0)]!
      if (state >= this.#reporting) this.#report(state, bits)
    }
    return state
  }

  #report(state: number, bits: Int32Array): void {
    const numbers = this.#numbers
    const which = (state - this.#reporting) / this.#columns
    const to = this.#from[which + 1]!
    for (let i = this.#from[which]!; i < to; i++) {
      const number = numbers[i]!
      bits[number >>> 5]! |= 1 << (number & 31)
    }
  }
}

/** Characters from which on a text is read in parts: below it, what parts read twice is more than they save. */
const SPLIT_LENGTH = 72

/** A column for each unit that a piece has; 0 is for all others. */
function columnsOf(pieces: readonly SoughtPiece[]): Map<number, number> {
  const columns = new Map<number, number>()
  for (const { units } of pieces) {
    for (const unit of units) if (!columns.has(unit) && columns.size < MAX_COLUMNS) columns.set(unit, columns.size + 1)
  }
  return columns
}

/** Columns are bytes; whoever looks for more letters than this finds the pieces with the rest in them always. */
const MAX_COLUMNS = 254

/** The units beyond Latin-1 that are sought. */
function othersOf(columns: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...columns].flatMap(([unit, column]) => unitsBeyondLatin(unit).map(other => [other, column] as const)))
}
