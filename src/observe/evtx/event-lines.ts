import type { DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import type { EvtxRecord } from './decode-evtx-chunk.ts'
import { formatJson } from './format-json.ts'
import { nestedEvent } from './nested-event.ts'
import { readEvtx } from './read-evtx.ts'

/** The records of an EVTX file, each as one line of JSON in evtx_dump's shape; with `settings.recover` the deleted ones of each chunk after its others. */
export async function* eventLines(file: EvidenceFile, report: DecodeReport): AsyncIterable<string> {
  let lines: string[] = []
  const add = (record: EvtxRecord | null) => {
    if (record !== null) lines.push(formatJson(nestedEvent(record.content)))
  }
  const sink = { record: add, error: report.error.bind(report), ...(file.settings.recover ? { recovered: add } : {}) }
  for await (const _ of readEvtx(file, 0, file.bytes, sink)) {
    yield* lines
    lines = []
  }
}
