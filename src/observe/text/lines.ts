import type { Chunk, DecodeReport, EvidenceFile, TextEncoding } from '../../model/decoder.ts'
import { BYTES_PER_BLOCK, LINES_PER_BLOCK, MAX_LINE_BYTES } from './defaults.ts'
import { textDecoderFor } from './line-decoder.ts'
import { lineEnds, UnitBlocks } from './line-ends.ts'
import type { LineEnds } from './line-ends.ts'

/** One line of a text evidence. */
export interface TextLine {
  /** Decoded, without line end and byte order mark. */
  readonly text: string
  /** Of its first byte, in the untranscoded evidence (a byte order mark counts as part of the line). */
  readonly offset: number
  /** In bytes, without the line end. */
  readonly length: number
  /** 0-based line number in the evidence. */
  readonly record: number
}

/**
 * The lines of a chunk, in blocks of at most {@link LINES_PER_BLOCK} or some {@link BYTES_PER_BLOCK}, so that the caller's loop over a block is synchronous. Lines end
 * at LF or CR LF; a lone CR is text. Empty lines come too, with the text `''`; after a last line end there is no further line.
 *
 * A line longer than {@link MAX_LINE_BYTES} is one error, counts as a record, and is skipped to its end without being kept. Bytes
 * that are not of the encoding become U+FFFD and cost one error a line. Memory: one block of `file` and one line.
 *
 * @throws whatever `file.read` throws; never for content
 */
export async function* lineBlocks(file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<readonly TextLine[]> {
  const framer = new LineFramer(file.settings.encoding, chunk, report)
  for await (const block of file.read(chunk.from, chunk.to)) yield* framer.push(block)
  yield* framer.end()
}

/** Cuts blocks of bytes into lines, keeping what is not yet ended. */
class LineFramer {
  readonly #report: DecodeReport
  readonly #decoderOf: ReturnType<typeof textDecoderFor>
  readonly #ends: LineEnds
  readonly #units: UnitBlocks
  /** Where the line being read starts in the evidence, and its number. */
  #offset: number
  #record: number
  /** Its bytes from earlier blocks; dropped, with only the length kept, once it is too long. */
  #kept: Buffer[] = []
  #keptBytes = 0
  #lines: TextLine[] = []
  #lineBytes = 0

  constructor(encoding: TextEncoding, chunk: Chunk, report: DecodeReport) {
    this.#report = report
    this.#decoderOf = textDecoderFor(encoding)
    this.#ends = lineEnds(encoding)
    this.#units = new UnitBlocks(this.#ends.unit)
    this.#offset = chunk.from
    this.#record = chunk.firstRecord
  }

  * push(raw: Uint8Array): Iterable<readonly TextLine[]> {
    const block = this.#units.push(raw)
    let start = 0
    let end = this.#ends.find(block, 0)
    if (end >= 0 && this.#keptBytes > 0) {
      this.#endKept(block.subarray(0, end))
      start = end + this.#ends.unit
      end = this.#ends.find(block, start)
    }
    if (end >= 0) {
      const decode = this.#decoderOf(block)
      for (; end >= 0; end = this.#ends.find(block, start)) {
        this.#line(block, start, end, decode)
        start = end + this.#ends.unit
        if (this.#lines.length >= LINES_PER_BLOCK || this.#lineBytes >= BYTES_PER_BLOCK) yield this.#take()
      }
    }
    if (start < block.length) this.#keep(block.subarray(start))
    if (this.#lines.length > 0) yield this.#take()
  }

  * end(): Iterable<readonly TextLine[]> {
    const odd = this.#units.end()
    if (this.#keptBytes + odd.length > 0) this.#endKept(odd)
    if (this.#lines.length > 0) yield this.#take()
  }

  #take(): readonly TextLine[] {
    const lines = this.#lines
    this.#lines = []
    this.#lineBytes = 0
    return lines
  }

  #keep(bytes: Buffer): void {
    this.#keptBytes += bytes.length
    if (this.#keptBytes > MAX_LINE_BYTES + this.#ends.unit) this.#kept = []
    else this.#kept.push(Buffer.from(bytes))
  }

  #endKept(rest: Buffer): void {
    const length = this.#keptBytes + rest.length
    if (length > MAX_LINE_BYTES + this.#ends.unit) this.#tooLong(length)
    else {
      const bytes = Buffer.concat([...this.#kept, rest])
      this.#line(bytes, 0, bytes.length, this.#decoderOf(bytes))
    }
    this.#kept = []
    this.#keptBytes = 0
  }

  #line(bytes: Buffer, start: number, end: number, decode: ReturnType<ReturnType<typeof textDecoderFor>>): void {
    const trimmed = this.#ends.trim(bytes, start, end)
    const length = trimmed - start
    if (length > MAX_LINE_BYTES) return this.#tooLong(end - start)
    const { text, invalidAt } = decode(start, trimmed)
    if (invalidAt >= 0) this.#report.error({ offset: this.#offset + invalidAt, reason: 'bytes that are not text in this encoding' })
    this.#lines.push({ text, offset: this.#offset, length, record: this.#record })
    this.#lineBytes += length
    this.#next(end - start)
  }

  #tooLong(length: number): void {
    this.#report.error({ offset: this.#offset, reason: `line of ${length} bytes is longer than ${MAX_LINE_BYTES} and was skipped` })
    this.#next(length)
  }

  #next(length: number): void {
    this.#offset += length + this.#ends.unit
    this.#record++
  }
}
