import type { Mark } from './segment.ts'

/** Whose records these are, and how they are to be read. */
export interface StreamSource {
  readonly organisation: string
  /** Unique among the sources of an organisation: small letters, digits, `-`, `_` and `.`. */
  readonly name: string
  /** The decoder of the records: `syslog`, `json` (one document a line), `text`, or any other that reads line by line. */
  readonly format: string
  /** What the records are taken for, whatever the decoder says. */
  readonly dataset?: string | undefined
  /** Of local times that do not say theirs. */
  readonly zone?: string | undefined
}

/** Records that arrived together from one sender. */
export interface StreamBatch {
  /** Each record is one line: no LF within, one LF after it. At most `BATCH_BYTES`; not to be written to until the batch is kept. */
  readonly lines: readonly Uint8Array[]
  /** How many they are. */
  readonly count: number
  /** Microseconds since the epoch. */
  readonly received: number
  /** `udp`, `tcp`, `tls`, `http`: small letters, digits and -. */
  readonly transport: string
  /** Address of the sender, added to each event as `sender_ip`; null where it says nothing about the records, or where speed matters more. */
  readonly sender: string | null
  /** How far what they come from has been read with them: `StreamSpool.marks` has the last one of each, after a `kill -9` too. */
  readonly mark?: Mark | undefined
}
