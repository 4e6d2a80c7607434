import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { formatTime, parseIsoTime } from '../../model/time.ts'
import { zone as zoneName } from '../../platform/config/key-schemas.ts'
import { BATCH_LINE_CHARACTERS, DOCUMENT_NAME_CHARACTERS, SEGMENT_LINE_BYTES } from './defaults.ts'

/**
 * A segment: what one source sent for a while, as one file, which becomes one Evidence. Its first line says whose it is and how it is to be
 * read; no other segment has the same. Then come batches: a line with their size, checksum, time of arrival, transport and sender, and
 * the records, a line each. Sizes, not contents, say where a batch ends, so no sender can forge one.
 *
 *     {"noroshi":"segment","version":1,"source":"firewall","sequence":7,"format":"syslog","opened":"2026-11-22T10:00:00.000000Z"}
 *     #113 9ae0daaf 1795341600000000 tls 192.0.2.1
 *     <34>Oct 11 22:14:15 fw1 …
 *
 * A source of whole contents (mails, objects) has a segment for each: the first line says `document`, and what follows is the content.
 */
const segmentLine = z.strictObject({
  noroshi: z.literal('segment'),
  version: z.literal(1),
  source: z.string(),
  sequence: z.int().min(1),
  /** The decoder of the records: `syslog`, `json`, `text`, or any other that reads line by line. */
  format: z.string(),
  /** ISO; the date from which a missing year is inferred. */
  opened: z.string(),
  /** Taken for this dataset, whatever the decoder says. */
  dataset: z.string().optional(),
  /** Of local times that do not say theirs. */
  zone: zoneName.optional(),
  /** Instead of batches one content as it came follows, to the end of the file: a mail, a report, an object. */
  document: z.strictObject({
    /** What it is called, fit for a path. */
    name: z.string().min(1).max(DOCUMENT_NAME_CHARACTERS),
    /** How far what it comes from has been read with it. */
    mark: z.strictObject({ of: z.string().max(60), at: z.string().max(100) }),
  }).optional(),
})

export type SegmentHead = Omit<z.infer<typeof segmentLine>, 'noroshi' | 'version' | 'opened'> & {
  /** Microseconds. */
  readonly opened: number
}

/** What is known of a batch beside its records. */
export interface BatchHead {
  /** Of the records. */
  readonly bytes: number
  readonly crc: number
  /** Microseconds: when they arrived. */
  readonly received: number
  /** `udp`, `tcp`, `tls`, `http`, …: small letters, digits and -. */
  readonly transport: string
  /** The address they came from; null where it says nothing about them. */
  readonly sender: string | null
  /** How far what they came from has been read: kept with them, so that both are there or neither. */
  readonly mark?: Mark | undefined
}

/** A place that a receiver goes on from. */
export interface Mark {
  /** What is read: a file by its number for example. Small letters, digits and `-`; at most 60. */
  readonly of: string
  /** Small letters, digits, `.` and `-`; at most 100. */
  readonly at: string
  /** What people call it: a path. */
  readonly name: string
}

const START = '{"noroshi":"segment","version":1,'

/** Whether content begins as a segment does. */
export function isSegment(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, START.length)).toString('latin1') === START
}

/** The first line, with its end. */
export function segmentLineOf({ source, sequence, format, opened, dataset, zone, document }: SegmentHead): Buffer {
  const line = { noroshi: 'segment', version: 1, source, sequence, format, opened: formatTime(opened), dataset, zone, document }
  return Buffer.from(`${JSON.stringify(line)}\n`)
}

/** The first line of a content and how long it is with its end; null when it is no segment's. */
export function readSegmentLine(head: Uint8Array): { readonly head: SegmentHead; readonly bytes: number } | null {
  if (!isSegment(head)) return null
  const end = head.subarray(0, SEGMENT_LINE_BYTES).indexOf(LF)
  if (end < 0) return null
  try {
    const parsed = segmentLine.safeParse(JSON.parse(Buffer.from(head.buffer, head.byteOffset, end).toString()))
    if (!parsed.success) return null
    const { noroshi: _, version: __, opened, ...rest } = parsed.data
    const time = parseIsoTime(opened)
    return time === null ? null : { head: { ...rest, opened: time.microseconds }, bytes: end + 1 }
  } catch {
    return null
  }
}

/** The line before a batch, with its end. @param records one or more, each with its line end */
export function batchLineOf(records: readonly Uint8Array[], { received, transport, sender, mark }: Omit<BatchHead, 'bytes' | 'crc'>): Buffer {
  let bytes = 0
  let crc = 0
  for (const block of records) {
    bytes += block.length
    crc = crc32(block, crc)
  }
  return Buffer.from(`#${bytes} ${crc.toString(16).padStart(8, '0')} ${received} ${transport} ${sender ?? '-'}${mark === undefined ? '' : ` ${mark.of}:${mark.at} ${encodeURIComponent(mark.name)}`}\n`)
}

const BATCH_LINE = /^#(\d{1,9}) ([0-9a-f]{8}) (\d{1,16}) ([a-z0-9-]{1,16}) ([!-~]{1,64})(?: ([a-z0-9-]{1,60}):([a-z0-9.-]{1,100}) ([!-~]{1,4000}))?\n$/

/** @param line with its end; null when it is none */
export function readBatchLine(line: string): BatchHead | null {
  const found = line.length > BATCH_LINE_CHARACTERS ? null : BATCH_LINE.exec(line)
  if (found === null) return null
  const [, bytes, crc = '', received, transport = '', sender = '', of, at, name] = found
  const mark = of === undefined || at === undefined || name === undefined ? undefined : { of, at, name: decoded(name) }
  return { bytes: Number(bytes), crc: Number.parseInt(crc, 16), received: Number(received), transport, sender: sender === '-' ? null : sender, mark }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const LF = 0x0a
