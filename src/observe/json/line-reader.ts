import type { Fields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamp.ts'

/** Reads lines of logs that came within a JSON record, as a shipper sends what it reads from files. */
export interface LineReader {
  /**
   * What a line says; null when it is of no log that is known.
   *
   * @param program who wrote it, where the record says so and the line does not
   * @param date microseconds: the evidence's, for times without a year
   */
  readLine(line: string, program: string | undefined, date: number): {
    readonly dataset: string
    readonly time: Timestamp | null
    readonly fields: Fields
  } | null
}
