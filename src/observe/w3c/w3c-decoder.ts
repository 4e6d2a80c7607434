import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { newFields } from '../../model/value.ts'
import type { MutableFields } from '../../model/value.ts'
import { setField } from '../json/lift.ts'
import { headLines } from '../log/head-lines.ts'
import type { LogEvent } from '../log/log-decoder.ts'
import { linePlanner } from '../text/line-planner.ts'
import { lineBlocks } from '../text/lines.ts'

/** Brings a record into its source's shape, as the mappings say. */
interface Shapes {
  shape(fields: MutableFields, date: number): LogEvent
}

const FIELDS = '#Fields:'

/** The W3C extended log format, as IIS and some proxies write it: https://www.w3.org/TR/WD-logfile. A `#Fields` line may come again. */
export function w3cDecoder(shapes: Shapes): Decoder {
  return {
    format: 'w3c',
    recognises: head => headLines(head).some(line => line.startsWith(FIELDS) && line.trim().split(/\s+/).length > 2),
    planner: settings => linePlanner(settings, (line, previous) => (line.startsWith(FIELDS) ? line : previous), '#'),
    decode: (file, chunk, report) => decode(shapes, file, chunk, report),
  }
}

async function* decode(shapes: Shapes, file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const builder = new EventBatchBuilder()
  let names = namesIn(chunk.context ?? '')
  for await (const block of lineBlocks(file, chunk, report)) {
    for (const { text, offset, length, record } of block) {
      if (text.startsWith('#')) {
        if (text.startsWith(FIELDS)) names = namesIn(text)
        continue
      }
      if (text.trim() === '') continue
      if (names.length === 0) {
        report.error({ offset, reason: 'row before any #Fields line' })
        continue
      }
      const { dataset, time, fields } = shapes.shape(rowFields(names, text), file.settings.date)
      const full = builder.add({ dataset, time: time?.microseconds ?? null, record, offset, length, flags: time?.flags ?? 0, fields })
      if (full) yield builder.take()
    }
  }
  if (builder.count > 0) yield builder.take()
}

function namesIn(header: string): readonly string[] {
  return header.startsWith(FIELDS) ? header.slice(FIELDS.length).trim().split(/\s+/, MAX_COLUMNS) : []
}

/** No server writes more. */
const MAX_COLUMNS = 256

/** Values by the header's names; `-` is absent. Within a value IIS writes `+` for a blank. */
function rowFields(names: readonly string[], text: string): MutableFields {
  const fields = newFields()
  const values = valuesOf(text)
  for (let i = 0; i < names.length && i < values.length; i++) {
    const value = values[i]!
    if (value !== '-' && value !== '') setField(fields, names[i]!, isHeader(names[i]!) ? value.replaceAll('+', ' ') : value)
  }
  return fields
}

/** What a client says of itself; elsewhere a plus may be one. */
function isHeader(name: string): boolean {
  return /^cs\((?:user-agent|cookie)\)$/i.test(name)
}

/** Set apart by blanks or tabs; a value in quotes may hold blanks, and doubles its quotes. */
function valuesOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.trim().split(/[ \t]+/, MAX_COLUMNS)
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^ \t]+)/g)].slice(0, MAX_COLUMNS).map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
