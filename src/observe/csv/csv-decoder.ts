import * as z from 'zod'
import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { MutableFields } from '../../model/value.ts'
import { setField } from '../json/lift.ts'
import { RecordShapes } from '../json/record-shapes.ts'
import { textDecoderFor } from '../text/line-decoder.ts'
import { csvPlanner } from './csv-planner.ts'
import { anyDialect, columnName, convincingDialect } from './dialect.ts'
import type { Dialect } from './dialect.ts'
import { RowFramer } from './row-framer.ts'
import type { RowPlace } from './row-framer.ts'
import { rowValues } from './row.ts'

/**
 * CSV with a header (RFC 4180; comma, tab, semicolon or bar), in any encoding. A row's fields are its values, as text, by the header's
 * names; `record` is the number of its first line. Which source a row comes from is the mappings' to say; `generic.csv` is the rest.
 */
export function csvDecoder(mappings: Mappings): Decoder {
  const shapes = new RecordShapes(mappings, 'generic.csv')
  return {
    format: 'csv',
    recognises: looksLikeCsv,
    planner: settings => csvPlanner(settings),
    decode: (file, chunk, report) => decode(shapes, file, chunk, report),
  }
}

function looksLikeCsv(head: Uint8Array, path: string): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString()
  return (/\.[ct]sv(?:\.\w{1,4})?$/i.test(path) ? anyDialect(text) : convincingDialect(text)) !== null
}

const dialectSchema = z.object({ delimiter: z.string(), names: z.array(z.string()), headerLines: z.number() })

async function* decode(shapes: RecordShapes, file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const dialect = dialectSchema.parse(JSON.parse(chunk.context ?? ''))
  const reader = new RowReader(shapes, file, dialect, chunk, report)
  for await (const block of file.read(chunk.from, chunk.to)) {
    for (let from = 0; from < block.length; from += PIECE_BYTES) yield* reader.push(block.subarray(from, from + PIECE_BYTES))
  }
  yield* reader.end()
}

/** How much of a block is looked at at once: bounds the rows that are held. */
const PIECE_BYTES = 65_536

class RowReader {
  readonly #shapes: RecordShapes
  readonly #date: number
  readonly #dialect: Dialect
  readonly #framer: RowFramer
  readonly #decoderOf: ReturnType<typeof textDecoderFor>
  readonly #report: DecodeReport
  readonly #builder = new EventBatchBuilder()
  #full: EventBatch[] = []

  constructor(shapes: RecordShapes, file: EvidenceFile, dialect: Dialect, chunk: Chunk, report: DecodeReport) {
    const { encoding, date } = file.settings
    this.#shapes = shapes
    this.#date = date
    this.#dialect = dialect
    this.#report = report
    this.#decoderOf = textDecoderFor(encoding)
    this.#framer = new RowFramer(encoding, dialect.delimiter, { offset: chunk.from, line: chunk.firstRecord }, {
      row: (bytes, start) => this.#row(bytes, start),
      fault: (reason, { offset }) => report.error({ offset, reason }),
    })
  }

  push(block: Uint8Array): readonly EventBatch[] {
    this.#framer.push(block)
    return this.#take()
  }

  end(): readonly EventBatch[] {
    this.#framer.end()
    if (this.#builder.count > 0) this.#full.push(this.#builder.take())
    return this.#take()
  }

  #take(): readonly EventBatch[] {
    const full = this.#full
    this.#full = []
    return full
  }

  #row(bytes: Buffer, { offset, line }: RowPlace): void {
    if (line < this.#dialect.headerLines) return
    const { text, invalidAt } = this.#decoderOf(bytes)(0, bytes.length)
    if (invalidAt >= 0) this.#report.error({ offset: offset + invalidAt, reason: 'bytes that are not text in this encoding' })
    if (text.trim() === '') return
    const { dataset, time, fields } = this.#shapes.shape(this.#fields(text), this.#date)
    const flags = time?.flags ?? 0
    const row = { dataset, time: time?.microseconds ?? null, record: line, offset, length: bytes.length, flags, fields }
    if (this.#builder.add(row)) this.#full.push(this.#builder.take())
  }

  /** What a short row leaves out is absent; what a long one has beyond the header goes by its column's number. */
  #fields(text: string): MutableFields {
    const { names, delimiter } = this.#dialect
    const fields: MutableFields = {}
    const values = rowValues(text, delimiter)
    for (let i = 0; i < values.length; i++) setField(fields, names[i] ?? columnName(i), values[i]!)
    return fields
  }
}
