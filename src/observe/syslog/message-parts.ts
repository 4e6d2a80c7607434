import type { Timestamp } from '../text/timestamp.ts'

/** One syslog message, taken apart. Absent is what the line does not say. */
export interface SyslogMessage {
  readonly facility?: string | undefined
  readonly severity?: string | undefined
  readonly time: Timestamp | null
  readonly hostname?: string | undefined
  readonly program?: string | undefined
  readonly pid?: string | undefined
  readonly messageId?: string | undefined
  readonly structured?: StructuredData
  readonly message: string
}

/** `sd.<id>.<name>` → value, or its values when it comes more than once. */
export type StructuredData = ReadonlyMap<string, string | readonly string[]>
