import type { MutableFields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamp.ts'

/** Reads what programs write into syslog, which also comes in the journal's and in containers' JSON. */
export interface MessageReader {
  /**
   * Adds to an event's fields what a message says; null when no source is known to write such a one.
   *
   * @param date microseconds: the evidence's, for times without a year
   */
  readMessage(program: string | undefined, message: string, fields: MutableFields, date: number): {
    readonly dataset: string
    /** Of the message itself; mostly the header around it has one. */
    readonly time: Timestamp | null
  } | null
}
