import { FILLER } from '../text/structure-view.ts'
import { MAX_QUOTED_BYTES } from './defaults.ts'

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22

/** How a row's scan ended: with the LF that ends the row, with a quote that is broken, or with the bytes, to be gone on with. */
export type RowEnd = 'row' | 'broken' | 'more'

/** What comes at a byte of a row: the start of a value, a plain or a quoted one, what follows a quote that may close it. */
type Step = 'start' | 'plain' | 'quoted' | 'quote'

/** Finds where one row ends. It remembers where it stopped, so that a row that comes in many blocks is read once. */
export class RowScanner {
  readonly #delimiter: number
  #step: Step = 'start'
  /** Index, from the row's start, of the next byte to look at; of the LF when the row has ended. */
  at = 0
  /** Index of the first LF within the row's quotes: where its first line ends; -1 when it has none. */
  firstLineEnd = -1
  /** LFs within the row's quotes. */
  innerLineEnds = 0
  #quotedFrom = 0
  #quotedLine = 0

  /** @param delimiter one ASCII character */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** Begins another row. */
  reset(): void {
    this.#step = 'start'
    this.at = 0
    this.firstLineEnd = -1
    this.innerLineEnds = 0
  }

  get inQuotes(): boolean {
    return this.#step === 'quoted'
  }

  /** @param view what is there of the row, and perhaps more, as `structureView` gives it; it starts at index `from` */
  scan(view: Buffer, from: number): RowEnd {
    for (;;) {
      this.at = this.#pass(view, from + this.at) - from
      if (from + this.at >= view.length) return 'more'
      const byte = view[from + this.at]!
      if (byte === LF && this.#step !== 'quoted') return 'row'
      if (byte !== FILLER && !this.#take(byte)) return 'broken'
      this.at++
    }
  }

  /** The fast loops: index of the next byte that may change the step. */
  #pass(view: Buffer, from: number): number {
    const delimiter = this.#delimiter
    let i = from
    let byte = 0
    if (this.#step === 'quoted') while (i < view.length && (byte = view[i]!) !== QUOTE && byte !== LF) i++
    else if (this.#step === 'plain') while (i < view.length && (byte = view[i]!) !== delimiter && byte !== LF) i++
    return i
  }

  #take(byte: number): boolean {
    if (this.#step === 'quoted') return this.#inQuoted(byte)
    if (byte === this.#delimiter) this.#step = 'start'
    else if (this.#step === 'start') this.#startValue(byte)
    else if (this.#step === 'quote') return this.#afterQuote(byte)
    return true
  }

  #startValue(byte: number): void {
    this.#quotedFrom = this.at
    this.#quotedLine = this.innerLineEnds
    this.#step = byte === QUOTE ? 'quoted' : 'plain'
  }

  #inQuoted(byte: number): boolean {
    if (byte === QUOTE) this.#step = 'quote'
    else if (byte === LF) {
      if (this.innerLineEnds++ === 0) this.firstLineEnd = this.at
      return this.at - this.#quotedFrom <= MAX_QUOTED_BYTES
    }
    return true
  }

  /** Text after a closing quote is a slip when the quote is on the same line; on a later line, it opens another value there. */
  #afterQuote(byte: number): boolean {
    if (byte === QUOTE) this.#step = 'quoted'
    else {
      this.#step = 'plain'
      return byte === CR || this.innerLineEnds === this.#quotedLine
    }
    return true
  }
}
