import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { DNSTAP, readControl } from './control-frame.ts'
import { dnstapEvent } from './dnstap-fields.ts'
import { readDnstap } from './dnstap-message.ts'
import { FramePlanner } from './frame-planner.ts'
import type { Frame } from './frame-splitter.ts'
import { frameSize, FrameSplitter } from './frame-splitter.ts'

/** The dataset of what name servers tell by dnstap; mappings/dnstap.yml says the rest of it, and knows those that come live by their fields. */
const DATASET = 'dnstap.dns'

/** Files of dnstap: a Frame Stream that begins by saying so, as name servers, fstrm_capture and `dnstap -w` write it. */
export function dnstapDecoder(): Decoder {
  return { format: 'dnstap', recognises: looksLikeDnstap, planner: () => new FramePlanner(), decode }
}

function looksLikeDnstap(head: Uint8Array): boolean {
  const bytes = bufferOf(head)
  const size = frameSize(bytes.subarray(0, 8))
  if (size.kind !== 'control' || size.bytes > bytes.length) return false
  const control = readControl(bytes.subarray(size.head, size.bytes))
  return control?.kind === 'start' && control.contentTypes.includes(DNSTAP)
}

async function* decode(file: EvidenceFile, { from, to, firstRecord }: Chunk, report: DecodeReport): AsyncGenerator<EventBatch> {
  const splitter = new FrameSplitter(from)
  const builder = new EventBatchBuilder()
  let record = firstRecord
  const add = ({ content, offset, bytes }: Frame): boolean => {
    const message = readDnstap(content)
    const index = record++
    if (typeof message === 'string') {
      report.error({ offset, reason: message })
      return false
    }
    const { time, fields, problem } = dnstapEvent(message)
    if (problem !== null) report.error({ offset, reason: problem })
    return builder.add({ dataset: DATASET, time, record: index, offset, length: bytes, fields })
  }
  for await (const block of file.read(from, to)) {
    for (const frame of splitter.push(bufferOf(block))) if (frame.kind === 'data' && add(frame)) yield builder.take()
    if (splitter.fault !== null) break
  }
  const { fault, unfinished } = splitter
  if (fault !== null) report.error({ offset: fault.offset, reason: `${fault.reason}; what follows is not read` })
  if (unfinished !== null) report.error({ offset: unfinished, reason: 'the file ends within a frame' })
  if (builder.count > 0) yield builder.take()
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
