import type { Chunk, Decoder, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { EVENT_FLAGS, EventBatchBuilder } from '../../model/event-batch.ts'
import { isValidTime } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import { isEvtx } from './chunk-assembler.ts'
import type { EvtxRecord } from './decode-evtx-chunk.ts'
import { flatEvent } from './flat-event.ts'
import { EvtxPlanner, firstRecovered } from './planner.ts'
import { readEvtx } from './read-evtx.ts'

export interface EvtxDecoderOptions {
  /** Which dataset an event is, by `Channel` and `Provider_Name` above all. */
  datasetOf(fields: Fields): string
}

/** Windows event logs, `.evtx` (docs/design.md §2; the format: {@link import('./layout.ts')}). */
export function evtxDecoder({ datasetOf }: EvtxDecoderOptions): Decoder {
  return {
    format: 'evtx',
    recognises: isEvtx,
    planner: () => new EvtxPlanner(),
    decode: (file, chunk, report) => decodeChunk(file, chunk, report, datasetOf),
  }
}

async function* decodeChunk(
  file: EvidenceFile,
  chunk: Chunk,
  report: DecodeReport,
  datasetOf: EvtxDecoderOptions['datasetOf'],
): AsyncIterable<EventBatch> {
  const rows = new EventBatchBuilder()
  const full: EventBatch[] = []
  let live = chunk.firstRecord
  let recovered = firstRecovered(chunk)
  const sink = {
    error: report.error.bind(report),
    record: (record: EvtxRecord | null) => add(record, live++, 0),
    ...(file.settings.recover ? { recovered: (record: EvtxRecord | null) => add(record, recovered++, EVENT_FLAGS.recovered) } : {}),
  }
  for await (const _ of readEvtx(file, chunk.from, chunk.to, sink)) yield* full.splice(0)
  if (rows.count > 0) yield rows.take()

  function add(record: EvtxRecord | null, number: number, flags: number): void {
    if (record === null) return
    const { offset, length, written, content } = record
    const { fields, channel, provider, time } = flatEvent(content)
    const dataset = datasetOf(systemFields(fields, channel, provider))
    const writtenTime = isValidTime(written) ? written : null
    if (rows.add({ dataset, time: time ?? writtenTime, record: number, offset, length, flags, fields })) full.push(rows.take())
  }
}

/** The fields with System's own channel and provider, where the data has fields of the same names. */
function systemFields(fields: Fields, channel: string | null, provider: string | null): Fields {
  const isShared = Array.isArray(fields['Channel']) || Array.isArray(fields['Provider_Name'])
  return isShared ? { ...fields, Channel: channel, Provider_Name: provider } : fields
}
