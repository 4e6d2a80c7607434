import { newFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamp.ts'
import type { LineReader } from './line-reader.ts'

/**
 * A record whose `message` is a line of a log, as an event of that log with the record's other fields; null when it is not. A time of the
 * line that says its zone and year counts before that of the record, which is often when the line was read.
 */
export function readLogLine(record: Fields, date: number, lines: LineReader | undefined, recordTime: Timestamp | null): {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
} | null {
  const { message, program } = record
  if (typeof message !== 'string' || lines === undefined) return null
  const read = lines.readLine(message.replace(/\r?\n$/, ''), typeof program === 'string' ? program : undefined, date)
  if (read === null) return null
  const isCertain = read.time !== null && read.time.flags === 0
  return { dataset: read.dataset, time: isCertain ? read.time : recordTime ?? read.time, fields: Object.assign(newFields(), record, read.fields) }
}
