import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../../model/decoder.ts'
import type { EventBatch } from '../../../model/event-batch.ts'
import { EventBatchBuilder } from '../../../model/event-batch.ts'
import { CaptureReader } from '../../packet/capture-reader.ts'
import type { Flow } from '../flow.ts'
import type { SessionEvent } from '../session-event.ts'
import { Sessions } from '../sessions.ts'
import { CapturePlanner } from './capture-planner.ts'
import { frameOf } from './record-frame.ts'

/**
 * Captures as evidence: what Zeek would log of their connections. An event starts where the first packet of its connection lies, and has no bytes of its
 * own: it is made from many packets.
 */
export function captureDecoder(): Decoder {
  return {
    format: 'capture',
    recognises: head => frameOf(head.subarray(0, 24)) !== null,
    planner: () => new CapturePlanner(),
    decode,
  }
}

async function* decode(file: EvidenceFile, { from, to, context }: Chunk, report: DecodeReport): AsyncGenerator<EventBatch> {
  const before = Buffer.from(context ?? '', 'base64')
  const told: { readonly event: SessionEvent, readonly flow: Flow }[] = []
  const sessions = new Sessions({ emit: (event, flow) => told.push({ event, flow }) })
  const builder = new EventBatchBuilder()
  let record = 0
  const add = ({ event: { dataset, ...fields }, flow }: typeof told[number]): boolean => builder.add({
    dataset,
    time: fields.ts === null ? null : Math.round(fields.ts * 1_000_000),
    record: record++,
    offset: Math.max(from, flow.offset - before.length + from),
    length: 0,
    ordinal: flow.told++,
    fields,
  })
  const placed = { error: ({ offset, reason }: { readonly offset: number, readonly reason: string }) => report.error({ offset: Math.max(from, offset - before.length + from), reason }) }
  // Its window is large: one that nobody uses is used again.
  const reader = idle.pop() ?? new CaptureReader()
  try {
    for await (const batch of reader.read(blocksOf(before, file.read(from, to)), placed)) {
      sessions.accept(batch)
      for (const each of told.splice(0)) if (add(each)) yield builder.take()
    }
  } finally {
    idle.push(reader)
  }
  sessions.end()
  for (const each of told) if (add(each)) yield builder.take()
  if (builder.count > 0) yield builder.take()
  const { evicted } = sessions.counts
  if (evicted > 0) report.error({ offset: from, reason: `${evicted} connections were told early, for want of room` })
}

const idle: CaptureReader[] = []

async function* blocksOf(before: Uint8Array, blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (before.length > 0) yield before
  yield* blocks
}
