import type { LineReader } from './line-reader.ts'
import type { MessageReader } from './message-reader.ts'

/** What reads texts within records. */
export interface TextReaders {
  /** For records that hold what programs write into syslog. */
  readonly messages?: MessageReader
  /** For records that hold lines of logs. */
  readonly lines?: LineReader
}
