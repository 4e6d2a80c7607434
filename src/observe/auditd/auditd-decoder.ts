import type { Chunk, Decoder, DecodeReport, EvidenceFile, Planner } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { mostLines } from '../log/head-lines.ts'
import { lineBlocks } from '../text/lines.ts'
import { auditFields } from './audit-event.ts'
import { isAuditLine, isSearchLine, readAuditRecord } from './audit-record.ts'
import { EventJoiner } from './event-joiner.ts'
import type { JoinedEvent } from './event-joiner.ts'

/**
 * The Linux audit log: the records of one event, which come on lines of their own and mix with others', are joined. An event may lie on
 * both sides of any cut, so an evidence is one chunk.
 */
export function auditdDecoder(): Decoder {
  return { format: 'auditd', recognises: head => mostLines(head, isAuditLine), planner: wholePlanner, decode }
}

function wholePlanner(): Planner {
  let bytes = 0
  return {
    push(block) {
      bytes += block.length
    },
    end: () => bytes === 0 ? [] : [{ number: 0, from: 0, to: bytes, firstRecord: 0 }],
  }
}

async function* decode(file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const builder = new EventBatchBuilder()
  const joiner = new EventJoiner()
  for await (const block of lineBlocks(file, chunk, report)) {
    for (const line of block) {
      if (line.text.trim() === '' || isSearchLine(line.text)) continue
      const record = readAuditRecord(line.text)
      if (record === null) {
        report.error({ offset: line.offset, reason: 'not a record of the audit log: type=… msg=audit(time:serial): is missing' })
        continue
      }
      for (const event of joiner.add(record, line)) if (addEvent(builder, event)) yield builder.take()
    }
  }
  for (const event of joiner.end()) if (addEvent(builder, event)) yield builder.take()
  if (builder.count > 0) yield builder.take()
}

/** Whether the batch is full. */
function addEvent(builder: EventBatchBuilder, { records, record, offset, length }: JoinedEvent): boolean {
  return builder.add({ dataset: 'linux.auditd', time: records[0]?.time ?? null, record, offset, length, fields: auditFields(records) })
}
