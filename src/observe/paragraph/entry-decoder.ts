import type { Chunk, Decoder, DecodeReport, EvidenceFile, Planner } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { LogEvent } from '../log/log-decoder.ts'
import { CHUNK_LIMITS } from '../text/chunk-limits.ts'
import { EntryFramer } from './entry-framer.ts'
import type { EntryEnd, FramedEntry } from './entry-framer.ts'

/** A log whose entries have several lines. Its encoding is one in which ASCII is ASCII. */
export interface EntryFormat {
  readonly format: string
  readonly endOf: EntryEnd
  recognises(head: Uint8Array): boolean
  /** The event of an entry; a text is the reason why it is none, null that there is nothing in it. @param decode bytes → text */
  read(bytes: Buffer, decode: (bytes: Uint8Array) => string, date: number): LogEvent | string | null
}

export function entryDecoder(format: EntryFormat): Decoder {
  return {
    format: format.format,
    recognises: head => format.recognises(head),
    planner: () => new EntryPlanner(format.endOf),
    decode: (file, chunk, report) => decode(format, file, chunk, report),
  }
}

class EntryPlanner implements Planner {
  readonly #framer: EntryFramer
  readonly #chunks: Chunk[] = []
  #from = { offset: 0, line: 0 }
  #end = { offset: 0, line: 0 }

  constructor(endOf: EntryEnd) {
    this.#framer = new EntryFramer(endOf, this.#from, entry => this.#add(entry))
  }

  push(block: Uint8Array): void {
    this.#framer.push(block)
  }

  end(): readonly Chunk[] {
    this.#framer.end()
    this.#cut(this.#end)
    return this.#chunks
  }

  #add({ bytes, offset, line }: FramedEntry): void {
    const { bytes: most, records } = CHUNK_LIMITS
    if (offset + bytes.length - this.#from.offset > most || line - this.#from.line >= records) this.#cut({ offset, line })
    this.#end = { offset: offset + bytes.length, line: line + 1 }
  }

  #cut(to: { readonly offset: number; readonly line: number }): void {
    if (to.offset === this.#from.offset) return
    this.#chunks.push({ number: this.#chunks.length, from: this.#from.offset, to: to.offset, firstRecord: this.#from.line })
    this.#from = to
  }
}

async function* decode(format: EntryFormat, file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const builder = new EventBatchBuilder()
  const decoder = new TextDecoder(file.settings.encoding)
  const { date } = file.settings
  let full: EventBatch[] = []
  const framer = new EntryFramer(format.endOf, { offset: chunk.from, line: chunk.firstRecord }, ({ bytes, offset, line }) => {
    const event = format.read(bytes, part => decoder.decode(part), date)
    if (event === null) return
    if (typeof event === 'string') return report.error({ offset, reason: event })
    const { dataset, time, fields } = event
    const row = { dataset, time: time?.microseconds ?? null, record: line, offset, length: trimmed(bytes), flags: time?.flags ?? 0, fields }
    if (builder.add(row)) full.push(builder.take())
  })
  for await (const block of file.read(chunk.from, chunk.to)) {
    framer.push(block)
    yield* full
    full = []
  }
  framer.end()
  yield* full
  if (builder.count > 0) yield builder.take()
}

/** Without the line ends after it. */
function trimmed(bytes: Buffer): number {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--
  return end
}
