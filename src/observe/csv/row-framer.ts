import type { TextEncoding } from '../../model/decoder.ts'
import { MAX_LINE_BYTES } from '../text/defaults.ts'
import { lineEnds, UnitBlocks } from '../text/line-ends.ts'
import type { LineEnds } from '../text/line-ends.ts'
import { FILLER, structureView } from '../text/structure-view.ts'
import { HeldBytes } from './held-bytes.ts'
import { RowScanner } from './row-scanner.ts'

/** Is told, in order, of the rows of a CSV evidence. */
export interface RowSink {
  /** Bytes of the row without its line end; not to be kept. */
  row(bytes: Buffer, start: RowPlace, next: RowPlace): void
  /** A line that cannot be read. */
  fault(reason: string, start: RowPlace, next: RowPlace): void
}

/** Where a row starts: its first byte in the evidence, and the number of its first line. */
export interface RowPlace {
  readonly offset: number
  readonly line: number
}

const LF = 0x0a
const QUOTE = 0x22

/**
 * Cuts bytes into rows at the line ends outside quotes. A quote that is not closed, or is closed by what must be another value's opening
 * quote in a later line, costs the line it is in and no more: reading goes on at the next line. What is read again contains no other
 * open quote, so that the time is linear. Memory: one block and one row, at most `MAX_LINE_BYTES`.
 */
export class RowFramer {
  readonly #sink: RowSink
  readonly #scanner: RowScanner
  readonly #ends: LineEnds
  readonly #units: UnitBlocks
  readonly #viewOf: (block: Buffer) => Buffer
  /** The bytes from the start of the row being read, as they are and, where that differs, as structure. */
  readonly #raw = new HeldBytes()
  readonly #view = new HeldBytes()
  #place: RowPlace
  /** Within a line that is too long: how many of its bytes have gone by. */
  #skipped = 0

  constructor(encoding: TextEncoding, delimiter: string, start: RowPlace, sink: RowSink) {
    this.#sink = sink
    this.#scanner = new RowScanner(delimiter)
    this.#ends = lineEnds(encoding)
    this.#units = new UnitBlocks(this.#ends.unit)
    this.#viewOf = structureView(encoding)
    this.#place = start
  }

  push(raw: Uint8Array): void {
    const block = this.#units.push(raw)
    const view = this.#viewOf(block)
    const from = this.#skipped > 0 ? this.#skip(view) : 0
    this.#read(block.subarray(from), view === block ? undefined : view.subarray(from), false)
  }

  /** The evidence ends, or the chunk. */
  end(): void {
    const odd = this.#units.end()
    if (this.#skipped > 0) this.#endSkipped(this.#skipped + odd.length)
    else this.#read(odd, this.#view.length + odd.length === 0 ? undefined : Buffer.alloc(odd.length, FILLER), true)
  }

  /** Hands on the rows in what is held and what comes, and holds the rest. */
  #read(more: Buffer, moreView: Buffer | undefined, last: boolean): void {
    const raw = this.#raw.with(more)
    const view = moreView === undefined ? raw : this.#view.with(moreView)
    let start = this.#rows(raw, view, last)
    if (last && start < raw.length) start = this.#endLast(raw, start)
    if (raw.length - start > MAX_LINE_BYTES) {
      this.#skipped = raw.length - start
      this.#scanner.reset()
      start = raw.length
    }
    this.#raw.keep(raw, start)
    if (view !== raw) this.#view.keep(view, start)
  }

  /** Answers where the row starts that is not whole. */
  #rows(raw: Buffer, view: Buffer, last: boolean): number {
    let start = 0
    let quote = -1
    for (;;) {
      const lineEnd = this.#scanner.at === 0 ? view.indexOf(LF, start) : -1
      if (lineEnd >= 0 && quote < start) quote = indexOrEnd(view, QUOTE, start)
      if (lineEnd >= 0 && quote > lineEnd) {
        start = this.#endRow(raw, start, lineEnd)
        continue
      }
      const how = this.#scanner.scan(view, start)
      if (how === 'row') start = this.#endRow(raw, start, start + this.#scanner.at)
      else if (how === 'broken' || this.#isHopeless(view.length - start, last)) start = this.#endBroken(start)
      else return start
    }
  }

  /** The row goes on over a line end, and there is no more of it or too much. */
  #isHopeless(bytes: number, last: boolean): boolean {
    return this.#scanner.firstLineEnd >= 0 && (bytes > MAX_LINE_BYTES || (last && this.#scanner.inQuotes))
  }

  #endRow(raw: Buffer, start: number, lineEnd: number): number {
    const end = this.#unitAt(start, lineEnd)
    const next = end + this.#ends.unit
    const place = this.#advance(next - start, this.#scanner.innerLineEnds + 1)
    const to = this.#ends.trim(raw, start, end)
    if (to - start > MAX_LINE_BYTES) this.#sink.fault(tooLong(end - start), place, this.#place)
    else this.#sink.row(raw.subarray(start, to), place, this.#place)
    return next
  }

  #endBroken(start: number): number {
    const next = this.#unitAt(start, start + this.#scanner.firstLineEnd) + this.#ends.unit
    const place = this.#advance(next - start, 1)
    this.#sink.fault(NOT_CLOSED, place, this.#place)
    return next
  }

  #endLast(raw: Buffer, start: number): number {
    const open = this.#scanner.inQuotes
    const place = this.#advance(raw.length - start, this.#scanner.innerLineEnds + 1)
    if (open) this.#sink.fault(NOT_CLOSED, place, this.#place)
    else if (raw.length - start > MAX_LINE_BYTES) this.#sink.fault(tooLong(raw.length - start), place, this.#place)
    else this.#sink.row(raw.subarray(start), place, this.#place)
    return raw.length
  }

  /** Passes over bytes of a line that is too long; answers where the next line starts. */
  #skip(view: Buffer): number {
    const lineEnd = view.indexOf(LF)
    if (lineEnd < 0) {
      this.#skipped += view.length
      return view.length
    }
    const end = this.#unitAt(0, lineEnd)
    this.#endSkipped(this.#skipped + end, this.#ends.unit)
    return end + this.#ends.unit
  }

  #endSkipped(length: number, lineEnd = 0): void {
    const place = this.#advance(length + lineEnd, 1)
    this.#skipped = 0
    this.#sink.fault(tooLong(length), place, this.#place)
  }

  /** Moves on to the next row; answers the place of this one. */
  #advance(bytes: number, lines: number): RowPlace {
    const place = this.#place
    this.#place = { offset: place.offset + bytes, line: place.line + lines }
    this.#scanner.reset()
    return place
  }

  /** The start of the code unit that an index is in. */
  #unitAt(start: number, index: number): number {
    return index - (index - start) % this.#ends.unit
  }
}

const NOT_CLOSED = 'quote is not closed'

function tooLong(bytes: number): string {
  return `line of ${bytes} bytes is longer than ${MAX_LINE_BYTES} and was skipped`
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from)
  return found < 0 ? bytes.length : found
}
