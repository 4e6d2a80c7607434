import type { DecodeReport } from '../../model/decoder.ts'
import { checkChunk } from './checks.ts'
import { ChunkReader } from './chunk-reader.ts'
import type { RecordPlace } from './chunk-walk.ts'
import { findSlack, walkChunk } from './chunk-walk.ts'
import { Damage } from './damage.ts'
import { MAX_CHUNK_COST, MAX_CHUNK_ERRORS } from './defaults.ts'
import type { Fragment } from './element.ts'
import { filetimeMicroseconds } from './filetime.ts'

/** One record as it stands in the file; what `content` means is for {@link import('./nested-event.ts').nestedEvent} and its kin. */
export interface EvtxRecord {
  /** Byte offset in the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
  /** When the record was written, in microseconds since 1970; negative or beyond 2255 when the header is wrong. */
  readonly written: number
  readonly content: Fragment
}

export interface EvtxChunkSink extends DecodeReport {
  /** Called for each record that is found, in order, also for those that cannot be decoded: `null`. */
  record(record: EvtxRecord | null): void
  /** The same for deleted records; without it they are not read. */
  recovered?(record: EvtxRecord | null): void
}

/**
 * Reads one 64 KiB chunk, the bytes of which lie at `fileOffset`; at the end of a cut file it may be shorter. Everything readable is
 * handed over before the function returns, and all of it shares no memory with `chunk`. Errors carry file offsets.
 */
export function decodeEvtxChunk(chunk: Buffer, fileOffset: number, sink: EvtxChunkSink): void {
  const report = limitedReport(fileOffset, sink)
  const reader = new ChunkReader(chunk, report)
  let cost = 0

  for (const damage of checkChunk(chunk)) report(damage)
  const walk = walkChunk(chunk)
  for (const gap of walk.gaps) report(gap)
  for (const place of walk.live) sink.record(read(place))
  if (sink.recovered !== undefined) for (const place of findSlack(chunk, walk)) sink.recovered(read(place))

  function read(place: RecordPlace): EvtxRecord | null {
    if (place.damage !== null) report(place.damage)
    try {
      const content = reader.readRecord(place.from, place.to)
      cost += content.extent.cost
      if (cost > MAX_CHUNK_COST) throw new Damage(place.from, `the records of this chunk would be larger than ${MAX_CHUNK_COST} characters`)
      return { offset: fileOffset + place.from, length: place.to - place.from, written: writtenAt(chunk, place.from), content }
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      if (place.damage === null) report(error)
      return null
    }
  }
}

function writtenAt(chunk: Buffer, record: number): number {
  return filetimeMicroseconds(chunk.readUInt32LE(record + 20), chunk.readUInt32LE(record + 16))
}

/** Errors with their place in the file; the last one that is let through says so. */
function limitedReport(fileOffset: number, report: DecodeReport): (damage: Damage) => void {
  let count = 0
  return ({ position, message }) => {
    count++
    if (count > MAX_CHUNK_ERRORS) return
    const reason = count < MAX_CHUNK_ERRORS ? message : `${message}; further errors in this chunk are not listed`
    report.error({ offset: fileOffset + position, reason })
  }
}
