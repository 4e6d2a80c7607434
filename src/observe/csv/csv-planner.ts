import type { Chunk, Planner, TextEncoding } from '../../model/decoder.ts'
import { CHUNK_LIMITS } from '../text/chunk-limits.ts'
import type { ChunkLimits } from '../text/chunk-limits.ts'
import { DIALECT_BYTES } from './defaults.ts'
import { anyDialect, fallbackDialect } from './dialect.ts'
import { RowFramer } from './row-framer.ts'
import type { RowPlace } from './row-framer.ts'

/** Cuts CSV where rows end. The context of every chunk is the evidence's dialect, as JSON. */
export function csvPlanner(settings: { readonly encoding: TextEncoding }, limits = CHUNK_LIMITS): Planner {
  return new CsvPlanner(settings.encoding, limits)
}

class CsvPlanner implements Planner {
  readonly #encoding: TextEncoding
  readonly #limits: ChunkLimits
  readonly #chunks: Chunk[] = []
  #held: Buffer[] = []
  #heldBytes = 0
  #framer: RowFramer | undefined
  #context = ''
  /** Where the chunk being filled starts, and where the last row in it ends. */
  #from: RowPlace = { offset: 0, line: 0 }
  #end = this.#from

  constructor(encoding: TextEncoding, limits: ChunkLimits) {
    this.#encoding = encoding
    this.#limits = limits
  }

  push(block: Uint8Array): void {
    if (this.#framer !== undefined) return this.#framer.push(block)
    this.#held.push(Buffer.from(block))
    this.#heldBytes += block.length
    if (this.#heldBytes >= DIALECT_BYTES) this.#decide()
  }

  end(): readonly Chunk[] {
    const framer = this.#framer ?? this.#decide()
    framer.end()
    this.#cut()
    return this.#chunks
  }

  #decide(): RowFramer {
    const bytes = Buffer.concat(this.#held)
    this.#held = []
    const head = new TextDecoder(this.#encoding).decode(bytes.subarray(0, DIALECT_BYTES))
    const dialect = anyDialect(head) ?? fallbackDialect(head)
    this.#context = JSON.stringify(dialect)
    const next = (place: RowPlace): void => this.#endRow(place)
    this.#framer = new RowFramer(this.#encoding, dialect.delimiter, this.#from, {
      row: (_bytes, _start, end) => next(end),
      fault: (_reason, _start, end) => next(end),
    })
    this.#framer.push(bytes)
    return this.#framer
  }

  #endRow(next: RowPlace): void {
    const { bytes, records } = this.#limits
    if (next.offset - this.#from.offset > bytes || next.line - this.#from.line > records) this.#cut()
    this.#end = next
  }

  /** Closes the chunk after the last row in it. */
  #cut(): void {
    if (this.#end.offset === this.#from.offset) return
    const { offset: from, line: firstRecord } = this.#from
    this.#chunks.push({ number: this.#chunks.length, from, to: this.#end.offset, firstRecord, context: this.#context })
    this.#from = this.#end
  }
}
