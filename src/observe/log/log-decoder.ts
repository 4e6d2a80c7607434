import type { Decoder } from '../../model/decoder.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { Fields } from '../../model/value.ts'
import { linePlanner } from '../text/line-planner.ts'
import { lineBlocks } from '../text/lines.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { mostLines } from './head-lines.ts'

/** What a line of a log says. */
export interface LogEvent {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
}

/** A log whose every line stands alone. */
export interface LogFormat {
  readonly format: string
  isOfFormat(line: string): boolean
  /**
   * The event of a line that is not blank; a text is the reason why it is none.
   *
   * @param date microseconds: the evidence's, for stamps without a year
   */
  read(line: string, date: number): LogEvent | string
}

/** The decoder of a log with one event a line. Blank lines are records without event. */
export function logDecoder(format: LogFormat): Decoder {
  return {
    format: format.format,
    recognises: head => mostLines(head, line => format.isOfFormat(line)),
    planner: settings => linePlanner(settings),
    async* decode(file, chunk, report) {
      const builder = new EventBatchBuilder()
      for await (const block of lineBlocks(file, chunk, report)) {
        for (const { text, offset, length, record } of block) {
          if (text.trim() === '') continue
          const event = format.read(text, file.settings.date)
          if (typeof event === 'string') report.error({ offset, reason: event })
          else {
            const { dataset, time, fields } = event
            const full = builder.add({ dataset, time: time?.microseconds ?? null, record, offset, length, flags: time?.flags ?? 0, fields })
            if (full) yield builder.take()
          }
        }
      }
      if (builder.count > 0) yield builder.take()
    },
  }
}
