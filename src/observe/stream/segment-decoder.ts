import type { Chunk, Decoder, DecodeReport, EvidenceFile, Planner } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { isValidTime } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import type { SegmentHead } from '../../pipeline/collect/segment.ts'
import { isSegment, readSegmentLine } from '../../pipeline/collect/segment.ts'
import { zoneClock } from '../../pipeline/zone-clock.ts'
import type { BatchFrame } from './batch-frames.ts'
import { BatchFrames } from './batch-frames.ts'

/**
 * Segments of live sources: the decoder that the source names reads the records; each gets what is known of its arrival. Asked first.
 *
 * A record without a time has that of its arrival, and `transport`; where the sender's address was kept, it is `sender_ip`, unless the
 * record has such a field itself; where it came from a file, the file is `log_path`.
 *
 * @param decoders of the records; each must read line by line
 */
export function segmentDecoder(decoders: readonly Decoder[]): Decoder {
  return {
    format: 'segment',
    recognises: isSegment,
    planner: () => new WholeSegment(),
    decode: (file, chunk, report) => decode(decoders, file, chunk, report),
  }
}

/** A segment is sealed long before it has more than one chunk may hold; of a batch's records its line must be known. */
class WholeSegment implements Planner {
  #bytes = 0

  push(block: Uint8Array): void {
    this.#bytes += block.length
  }

  end(): readonly Chunk[] {
    return [{ number: 0, from: 0, to: this.#bytes, firstRecord: 0 }]
  }
}

async function* decode(decoders: readonly Decoder[], file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const first = readSegmentLine(file.head)
  if (first === null) return report.error({ offset: 0, reason: 'the first line of the segment is damaged' })
  const { head } = first
  const decoder = decoders.find(({ format }) => format === head.format)
  if (decoder === undefined) return report.error({ offset: 0, reason: `there is no decoder called ${head.format}` })
  const frames = new BatchFrames(first.bytes, report)
  const records: EvidenceFile = {
    ...file,
    settings: { ...file.settings, date: head.opened },
    read: (from, to) => frames.read(file.read(from, to)),
  }
  const arrive = arrivals(head, frames)
  for await (const batch of decoder.decode(records, { ...chunk, from: first.bytes, firstRecord: 1 }, report)) yield arrive(batch)
}

/** What the source and the batch say of each row. */
function arrivals({ source, zone, dataset }: SegmentHead, frames: BatchFrames): (batch: EventBatch) => EventBatch {
  const clock = zone === undefined ? null : zoneClock(zone)
  return batch => {
    const { count, time, flags, offset, fields, verbatim } = batch
    const received = new Float64Array(count)
    for (let row = 0; row < count; row++) {
      const frame = frames.frameOf(offset[row]!)
      const hadTime = !Number.isNaN(time[row]!)
      received[row] = hadTime && frame !== undefined ? frame.received : Number.NaN
      if (!hadTime) time[row] = frame?.received ?? Number.NaN
      else if (clock !== null && (flags[row]! & EVENT_FLAGS.zoneAssumed) !== 0) {
        const utc = clock(time[row]!)
        time[row] = isValidTime(utc) ? utc : Number.NaN
        flags[row]! &= ~EVENT_FLAGS.zoneAssumed
      }
      const isChanged = frame !== undefined && addArrival(fields[row]!, frame, hadTime)
      if (isChanged && verbatim !== undefined) verbatim[row] = 0
    }
    return { ...batch, arrival: { source, received }, ...(dataset === undefined ? {} : { dataset: Array.from<string>({ length: count }).fill(dataset) }) }
  }
}

/** Whether something was added; written in place, since a copy of each record's fields costs a tenth of reading it. */
function addArrival(fields: Fields, { sender, transport, mark }: BatchFrame, hadTime: boolean): boolean {
  const isPathAdded = mark !== undefined && fields['log_path'] === undefined && Reflect.set(fields, 'log_path', mark.name)
  const isSenderAdded = sender !== null && fields['sender_ip'] === undefined && Reflect.set(fields, 'sender_ip', sender)
  const isTransportAdded = !hadTime && fields['transport'] === undefined && Reflect.set(fields, 'transport', transport)
  return isSenderAdded || isTransportAdded || isPathAdded
}
