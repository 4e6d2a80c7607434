import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Mappings } from '../../model/mappings.ts'
import { lineBlocks } from '../text/lines.ts'
import type { TextLine } from '../text/lines.ts'
import { documentBlocks } from './document-blocks.ts'
import { jsonPlanner, scanStateOf } from './json-planner.ts'
import { looksLikeJson } from './looks-like-json.ts'
import { parseRecord } from './parse-record.ts'
import { RecordShapes } from './record-shapes.ts'
import type { TextReaders } from './text-readers.ts'

/**
 * JSON in any framing: lines, documents one after another, a list of records, a list within an object. `record` is the line in JSON
 * lines, the index of the value in the others. Which source a record comes from is the mappings' to say; `generic.json` is the rest.
 */
export function jsonDecoder(mappings: Mappings, readers?: TextReaders): Decoder {
  const shapes = new RecordShapes(mappings, 'generic.json', readers)
  return {
    format: 'json',
    recognises: looksLikeJson,
    planner: settings => jsonPlanner(settings),
    decode: (file, chunk, report) => decode(shapes, file, chunk, report),
  }
}

async function* decode(shapes: RecordShapes, file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const builder = new EventBatchBuilder()
  const blocks = chunk.context === undefined
    ? lineBlocks(file, chunk, report)
    : documentBlocks(file, chunk, scanStateOf(chunk.context), report)
  for await (const block of blocks) {
    for (const line of block) if (addRecord(shapes, file, line, report, builder)) yield builder.take()
    // Their objects must not live until the next block is read: what outlives a look for young garbage is copied, and kept until all of the heap is looked through.
    if (builder.count > 0) yield builder.take()
  }
}

/** Whether the batch is full. */
function addRecord(shapes: RecordShapes, file: EvidenceFile, line: TextLine, report: DecodeReport, builder: EventBatchBuilder): boolean {
  const { text, offset, length, record } = line
  if (text.length < 2 && text.trim() === '') return false
  const parsed = parseRecord(text)
  if ('reason' in parsed) {
    if (text.trim() !== '') report.error({ offset: offset + bytesBefore(line, parsed.at, file), reason: parsed.reason })
    return false
  }
  const { dataset, time, fields, isAsGiven } = shapes.shape(parsed.fields, file.settings.date)
  const verbatim = isAsGiven && parsed.isPlain && file.settings.encoding === 'utf-8'
  return builder.add({ dataset, time: time?.microseconds ?? null, record, offset, length, flags: time?.flags ?? 0, fields, verbatim })
}

/** Bytes before a character of a line; 0 where the text is not the bytes one to one. */
function bytesBefore({ text, length }: TextLine, characters: number, file: EvidenceFile): number {
  if (file.settings.encoding !== 'utf-8') return 0
  return Buffer.byteLength(text) === length ? Buffer.byteLength(text.slice(0, characters)) : 0
}
