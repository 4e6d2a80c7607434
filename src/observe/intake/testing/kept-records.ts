import { readFileSync } from 'node:fs'
import { readBatchLine, readSegmentLine } from '../../../pipeline/collect/segment.ts'
import type { SegmentFile } from '../../../pipeline/collect/segment-files.ts'

/** The records in segments, a text each. */
export function keptRecords(segments: readonly SegmentFile[]): string[] {
  return segments.flatMap(({ path }) => {
    const content = readFileSync(path)
    const records: string[] = []
    for (let at = readSegmentLine(content)?.bytes ?? content.length; at < content.length;) {
      const end = content.indexOf(10, at) + 1
      const bytes = readBatchLine(content.toString('latin1', at, end))?.bytes ?? content.length
      records.push(...content.toString('utf8', end, end + bytes).slice(0, -1).split('\n'))
      at = end + bytes
    }
    return records
  })
}
