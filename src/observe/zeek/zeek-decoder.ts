import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { headLines } from '../log/head-lines.ts'
import { linePlanner } from '../text/line-planner.ts'
import { lineBlocks } from '../text/lines.ts'
import { withHeaderLine } from './zeek-header.ts'
import type { HeaderText } from './zeek-header.ts'
import { rowReader } from './zeek-row.ts'
import type { RowReader } from './zeek-row.ts'

/** Zeek's logs as TSV. The header may come again in the middle, as where rotated files were joined; it is carried from chunk to chunk. */
export function zeekDecoder(): Decoder {
  return {
    format: 'zeek',
    recognises: looksLikeZeek,
    planner: settings => linePlanner(settings, withHeaderLine, '#'),
    decode,
  }
}

function looksLikeZeek(head: Uint8Array): boolean {
  const lines = headLines(head)
  const first = lines[0] ?? ''
  if (first.startsWith('#separator ')) return true
  return /^#[a-z_]+\b/.test(first) && lines.some(line => /^#fields\s\S/.test(line)) && lines.some(line => /^#(?:types|path)\s\S/.test(line))
}

async function* decode(file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const builder = new EventBatchBuilder()
  let header: HeaderText | undefined = chunk.context
  let read: RowReader | undefined
  for await (const block of lineBlocks(file, chunk, report)) {
    for (const { text, offset, length, record } of block) {
      if (text.startsWith('#')) {
        header = withHeaderLine(text, header)
        read = undefined
        continue
      }
      if (text === '') continue
      read ??= rowReader(header ?? '')
      const row = read(text)
      if (typeof row === 'string') {
        report.error({ offset, reason: row })
        continue
      }
      const { dataset, time, fields } = row
      const full = builder.add({ dataset, time: time?.microseconds ?? null, record, offset, length, flags: time?.flags ?? 0, fields })
      if (full) yield builder.take()
    }
  }
  if (builder.count > 0) yield builder.take()
}
