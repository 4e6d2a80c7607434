import type { FieldValue } from '../../model/value.ts'
import { VALUE } from './layout.ts'

/** Values are kept in places told by their bytes; one that comes to another's place takes it. A power of two. */
const PLACES = 4_096
/** Longer values are seldom the same. */
const MAX_BYTES = 256

/**
 * Values that were decoded lately, by type and bytes. Computers, users, providers, programs and whole command lines come again and again;
 * to look one up is several times cheaper than to decode it, and equal values are then one string, of which everything that is done with
 * it (its hash, its letters) is done once too. Memory: about 1 MB, and the values.
 */
const tags = new Int32Array(PLACES)
const kept = new Uint8Array(PLACES * MAX_BYTES)
const values: FieldValue[] = Array.from({ length: PLACES }, () => null)

/** Types of which a value is as quick to decode as to find, or never the same. */
const isDecodedAnew = new Uint8Array(256)
for (const type of [
  VALUE.null, VALUE.int8, VALUE.uint8, VALUE.int16, VALUE.uint16, VALUE.int32, VALUE.uint32, VALUE.int64, VALUE.uint64, VALUE.boolean,
  VALUE.filetime, VALUE.binaryXml,
]) isDecodedAnew[type] = 1

/** The place of a value, or -1 for one that is not kept. */
export function placeOf(view: DataView, type: number, from: number, sizeBytes: number): number {
  if (sizeBytes === 0 || sizeBytes > MAX_BYTES || isDecodedAnew[type] === 1) return -1
  let hash = type << 16 | sizeBytes
  const words = from + (sizeBytes & ~3)
  let at = from
  for (; at < words; at += 4) hash = Math.imul(hash ^ view.getUint32(at, true), 0x9e3779b1) ^ hash >>> 15
  for (; at < from + sizeBytes; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1) ^ hash >>> 15
  return (hash ^ hash >>> 16) & PLACES - 1
}

/** The value at its place, if that is what stands there; else undefined. */
export function recallValue(place: number, bytes: Buffer, type: number, from: number, sizeBytes: number): FieldValue | undefined {
  if (tags[place] !== (type << 16 | sizeBytes)) return undefined
  const base = place * MAX_BYTES
  for (let i = 0; i < sizeBytes; i++) if (kept[base + i] !== bytes[from + i]) return undefined
  return values[place]
}

export function keepValue(place: number, bytes: Buffer, type: number, from: number, sizeBytes: number, value: FieldValue): void {
  tags[place] = type << 16 | sizeBytes
  const base = place * MAX_BYTES
  for (let i = 0; i < sizeBytes; i++) kept[base + i] = bytes[from + i]!
  values[place] = value
}
