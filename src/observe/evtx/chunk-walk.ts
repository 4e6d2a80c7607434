import { Damage } from './damage.ts'
import {
  CHUNK_HEADER, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, MIN_RECORD_BYTES, RECORD_SIGNATURE, RECORD_SIGNATURE_BYTES,
  startsWith,
} from './layout.ts'

/** A record's place: bytes [from, to) of its chunk; `damage` when its signature or size is wrong, and the place therefore a guess. */
export interface RecordPlace {
  readonly from: number
  readonly to: number
  readonly damage: Damage | null
}

/**
 * Where the records of a 64 KiB chunk are. What is found depends on the chunk's bytes only, and counts as a record whether or not it can
 * be decoded: so the planner, which only counts, and the decoder number records alike.
 */
export interface ChunkWalk {
  readonly live: readonly RecordPlace[]
  /** Where the live records end: deleted ones may follow. */
  readonly liveEnd: number
  /** Bytes between live records that are none. */
  readonly gaps: readonly Damage[]
}

/** Linear in the chunk's size, whatever its bytes. `chunk` is shorter than 64 KiB at the end of a file that was cut. */
export function walkChunk(chunk: Buffer): ChunkWalk {
  const live: RecordPlace[] = []
  const gaps: Damage[] = []
  const end = endOfLive(chunk)
  let position = CHUNK_HEADER_BYTES
  while (position < end) {
    const place = placeAt(chunk, position, end)
    if (place.to - position >= MIN_RECORD_BYTES && place.kind === 'record') live.push(place)
    else gaps.push(new Damage(position, `no record begins here: ${place.to - position} bytes are skipped`))
    position = place.to
  }
  return { live, liveEnd: position, gaps }
}

/**
 * Deleted records: those behind the live ones, and those in chunks that are not in use. Only what is whole counts: signature, size and
 * its copy.
 */
export function findSlack(chunk: Buffer, { liveEnd: from }: ChunkWalk): RecordPlace[] {
  const found: RecordPlace[] = []
  for (let place = nextRecord(chunk, from); place !== null; place = nextRecord(chunk, place.to)) found.push(place)
  return found
}

/** Records are written up to here; 0 for a chunk that is not in use. */
function endOfLive(chunk: Buffer): number {
  if (chunk.length < CHUNK_HEADER_BYTES || !startsWith(chunk, CHUNK_SIGNATURE)) return 0
  if (chunk.readBigUInt64LE(CHUNK_HEADER.lastRecordId) === 0xffff_ffff_ffff_ffffn) return 0
  const freeSpace = chunk.readUInt32LE(CHUNK_HEADER.freeSpace)
  const isPossible = freeSpace >= CHUNK_HEADER_BYTES && freeSpace <= EVTX_CHUNK_BYTES
  return Math.min(isPossible ? freeSpace : EVTX_CHUNK_BYTES, chunk.length)
}

/** What stands where a record should begin. Of signature, size and the size's copy one may be wrong. */
function placeAt(chunk: Buffer, from: number, end: number): RecordPlace & { readonly kind: 'record' | 'gap' } {
  const signed = isSigned(chunk, from)
  const to = from + sizeAt(chunk, from)
  if (to > from && isCopied(chunk, from, to)) {
    return { kind: 'record', from, to, damage: signed ? null : new Damage(from, 'the record\'s signature is wrong') }
  }
  if (signed && to > from && (to === end || isSigned(chunk, to))) return { kind: 'record', from, to, damage: null }
  const next = Math.min(nextRecord(chunk, from + 1)?.from ?? end, Math.max(end, from + 1))
  return { kind: signed ? 'record' : 'gap', from, to: next, damage: new Damage(from, 'the record\'s size is wrong') }
}

function nextRecord(chunk: Buffer, from: number): RecordPlace | null {
  for (let at = chunk.indexOf(RECORD_SIGNATURE_BYTES, from); at >= 0; at = chunk.indexOf(RECORD_SIGNATURE_BYTES, at + 1)) {
    const to = at + sizeAt(chunk, at)
    if (to > at && isCopied(chunk, at, to)) return { from: at, to, damage: null }
  }
  return null
}

function isSigned(chunk: Buffer, at: number): boolean {
  return at + 4 <= chunk.length && chunk.readUInt32LE(at) === RECORD_SIGNATURE
}

/** The size that the header states; 0 when it cannot be. */
function sizeAt(chunk: Buffer, at: number): number {
  if (at + MIN_RECORD_BYTES > chunk.length) return 0
  const size = chunk.readUInt32LE(at + 4)
  return size >= MIN_RECORD_BYTES && size <= chunk.length - at ? size : 0
}

function isCopied(chunk: Buffer, from: number, to: number): boolean {
  return chunk.readUInt32LE(to - 4) === to - from
}
