import type { Chunk, Planner, TextEncoding } from '../../model/decoder.ts'
import { CHUNK_LIMITS } from './chunk-limits.ts'
import type { ChunkLimits } from './chunk-limits.ts'
import { MAX_HEADER_BYTES } from './defaults.ts'
import { textDecoderFor } from './line-decoder.ts'
import { lineEnds, UnitBlocks } from './line-ends.ts'
import type { LineEnds } from './line-ends.ts'

/** The context after a line, given the context before it; what it answers is in force for the lines that follow. */
export type ContextOf = (line: string, previous: string | undefined) => string | undefined

/**
 * Cuts text at line ends, greedily: a chunk takes lines while it stays within the limits; a longer line is a
 * chunk of its own. Every line is a record, empty ones too.
 *
 * With `contextOf`, a chunk carries as `context` what `contextOf` answered last before it. It is asked only about the evidence's first
 * line or, when `headerStart` is given, about every line that begins with that ASCII character; never about an empty one or one longer than
 * {@link MAX_HEADER_BYTES}. The line comes as `lineBlocks` gives it.
 *
 * @param headerStart one ASCII character, as `#`
 */
export function linePlanner(
  settings: { readonly encoding: TextEncoding },
  contextOf?: ContextOf,
  headerStart?: string,
  limits = CHUNK_LIMITS,
): Planner {
  return new LinePlanner(settings.encoding, contextOf, headerStart, limits)
}

/** Linear in the bytes, constant in memory but for the chunks and one header line. */
class LinePlanner implements Planner {
  readonly #contextOf: ContextOf | undefined
  readonly #headerStart: string | undefined
  readonly #limits: ChunkLimits
  readonly #decoderOf: ReturnType<typeof textDecoderFor>
  readonly #ends: LineEnds
  readonly #units: UnitBlocks
  readonly #chunks: Chunk[] = []
  /** The chunk being filled: where it starts, its first record, the context there. */
  #from = 0
  #firstRecord = 0
  #chunkContext: string | undefined
  /** Where the line being read starts, its number, the context there. */
  #lineFrom = 0
  #record = 0
  #context: string | undefined
  /** Bytes of the line being read when it may be a header; undefined when it is not, or too long. */
  #header: Buffer[] | undefined
  /** Bytes seen. */
  #seen = 0

  constructor(encoding: TextEncoding, contextOf: ContextOf | undefined, headerStart: string | undefined, limits: ChunkLimits) {
    this.#contextOf = contextOf
    this.#headerStart = headerStart
    this.#limits = limits
    this.#decoderOf = textDecoderFor(encoding)
    this.#ends = lineEnds(encoding)
    this.#units = new UnitBlocks(this.#ends.unit)
  }

  push(raw: Uint8Array): void {
    const block = this.#units.push(raw)
    const { unit } = this.#ends
    let start = 0
    for (let end = this.#ends.find(block, 0); end >= 0; end = this.#ends.find(block, start)) {
      this.#collect(block, start, end)
      start = end + unit
      this.#endLine(this.#seen + start)
    }
    this.#collect(block, start, block.length)
    this.#seen += block.length
  }

  end(): readonly Chunk[] {
    const odd = this.#units.end()
    this.#seen += odd.length
    if (this.#lineFrom < this.#seen) this.#endLine(this.#seen)
    if (this.#from < this.#lineFrom) this.#cut()
    return this.#chunks
  }

  /** The line [#lineFrom, to) with its end is complete. */
  #endLine(to: number): void {
    const { bytes, records } = this.#limits
    if (to - this.#from > bytes && this.#lineFrom > this.#from) this.#cut()
    this.#lineFrom = to
    this.#record++
    if (this.#header !== undefined) this.#readHeader(this.#header)
    if (to - this.#from >= bytes || this.#record - this.#firstRecord === records) this.#cut()
  }

  /** Closes the chunk before the line being read. */
  #cut(): void {
    const chunk = { number: this.#chunks.length, from: this.#from, to: this.#lineFrom, firstRecord: this.#firstRecord }
    this.#chunks.push(this.#chunkContext === undefined ? chunk : { ...chunk, context: this.#chunkContext })
    this.#from = this.#lineFrom
    this.#firstRecord = this.#record
    this.#chunkContext = this.#context
  }

  /** Keeps bytes of a line that may be a header. */
  #collect(block: Buffer, from: number, to: number): void {
    if (from === to) return
    if (this.#seen + from === this.#lineFrom && this.#mayBeHeader(block, from)) this.#header = []
    if (this.#header === undefined) return
    if (this.#seen + to - this.#lineFrom > MAX_HEADER_BYTES) this.#header = undefined
    else this.#header.push(Buffer.from(block.subarray(from, to)))
  }

  #mayBeHeader(block: Buffer, from: number): boolean {
    if (this.#contextOf === undefined) return false
    if (this.#record === 0) return true
    if (this.#headerStart === undefined) return false
    const low = this.#headerStart.charCodeAt(0)
    return block[from] === low || (this.#ends.unit === 2 && block[from] === 0 && block[from + 1] === low)
  }

  #readHeader(pieces: Buffer[]): void {
    this.#header = undefined
    const bytes = Buffer.concat(pieces)
    const { text } = this.#decoderOf(bytes)(0, this.#ends.trim(bytes, 0, bytes.length))
    const asked = this.#headerStart === undefined || text.startsWith(this.#headerStart)
    if (asked && this.#contextOf !== undefined) this.#context = this.#contextOf(text, this.#context)
  }
}
