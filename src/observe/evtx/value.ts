import type { FieldValue } from '../../model/value.ts'
import { formatFiletime, formatSystemtime } from './filetime.ts'
import { formatBinary, formatGuid, formatSid, SID_HEADER_BYTES, sidBytes } from './identifiers.ts'
import { ARRAY_FLAG, VALUE } from './layout.ts'
import { decodeAnsi, decodeUtf16 } from './text.ts'

/** The bytes values are read from, twice: as a buffer for text, as a view for numbers. */
export interface ValueBytes {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Returned where the bytes are not a value of the type: a size that does not fit, or a type we do not know. */
export const UNREADABLE = Symbol('unreadable')

/**
 * The value of `sizeBytes` bytes at `from` (which lie within the chunk), null when it is empty. Integers are numbers, beyond 2⁵³
 * bigints; arrays are lists; everything else is as evtx_dump prints it. Binary XML is not a value in this sense.
 */
export function decodeValue({ bytes, view }: ValueBytes, type: number, from: number, sizeBytes: number): FieldValue | typeof UNREADABLE {
  if (sizeBytes === 0) return null
  if ((type & ARRAY_FLAG) !== 0) return decodeArray({ bytes, view }, type & ~ARRAY_FLAG, from, sizeBytes)
  switch (type) {
    case VALUE.null: return null
    case VALUE.string: return textOrNull(decodeUtf16(bytes, from, sizeBytes))
    case VALUE.ansiString: return textOrNull(decodeAnsi(bytes, from, sizeBytes).replace(/\0+$/, ''))
    case VALUE.binary: return formatBinary(bytes, from, sizeBytes)
    case VALUE.boolean: return isAnySet(bytes, from, sizeBytes)
    case VALUE.sizeT: return decodeHex(view, from, sizeBytes)
    case VALUE.eventHandle: return decodeHex(view, from, sizeBytes)
    case VALUE.eventXml: return textOrNull(decodeUtf16(bytes, from, sizeBytes))
    case VALUE.sid: return sizeBytes >= SID_HEADER_BYTES && sizeBytes >= sidBytes(bytes, from) ? formatSid(bytes, from) : UNREADABLE
    default: return isWide(type, sizeBytes) ? decodeFixed(bytes, view, type, from) : UNREADABLE
  }
}

/** Types of one size → that size in bytes; 0 for the others. */
const WIDTHS = new Uint8Array(ARRAY_FLAG)
WIDTHS[VALUE.int8] = WIDTHS[VALUE.uint8] = 1
WIDTHS[VALUE.int16] = WIDTHS[VALUE.uint16] = 2
WIDTHS[VALUE.int32] = WIDTHS[VALUE.uint32] = WIDTHS[VALUE.real32] = WIDTHS[VALUE.hexInt32] = WIDTHS[VALUE.boolean] = 4
WIDTHS[VALUE.int64] = WIDTHS[VALUE.uint64] = WIDTHS[VALUE.real64] = WIDTHS[VALUE.hexInt64] = WIDTHS[VALUE.filetime] = 8
WIDTHS[VALUE.sizeT] = WIDTHS[VALUE.eventHandle] = 8
WIDTHS[VALUE.guid] = WIDTHS[VALUE.systemtime] = 16

function isWide(type: number, sizeBytes: number): boolean {
  const width = WIDTHS[type] ?? 0
  return width !== 0 && sizeBytes >= width
}

function decodeFixed(bytes: Buffer, view: DataView, type: number, from: number): FieldValue | typeof UNREADABLE {
  switch (type) {
    case VALUE.int8: return view.getInt8(from)
    case VALUE.uint8: return view.getUint8(from)
    case VALUE.int16: return view.getInt16(from, true)
    case VALUE.uint16: return view.getUint16(from, true)
    case VALUE.int32: return view.getInt32(from, true)
    case VALUE.uint32: return view.getUint32(from, true)
    case VALUE.int64: return joinInteger(view.getInt32(from + 4, true), view.getUint32(from, true))
    case VALUE.uint64: return joinInteger(view.getUint32(from + 4, true), view.getUint32(from, true))
    case VALUE.real32: return finiteOrText(shortestReal32(view.getFloat32(from, true)))
    case VALUE.real64: return finiteOrText(view.getFloat64(from, true))
    case VALUE.guid: return formatGuid(bytes, from)
    case VALUE.filetime: return formatFiletime(view.getUint32(from + 4, true), view.getUint32(from, true))
    case VALUE.systemtime: return formatSystemtime(Array.from({ length: 8 }, (_, i) => view.getUint16(from + 2 * i, true)))
    case VALUE.hexInt32: return decodeHex(view, from, 4)
    case VALUE.hexInt64: return decodeHex(view, from, 8)
    default: return UNREADABLE
  }
}

/** A number where a double holds it exactly, else a bigint. */
function joinInteger(high: number, low: number): number | bigint {
  const joined = high * 0x1_0000_0000 + low
  return Number.isSafeInteger(joined) ? joined : (BigInt(high) << 32n) | BigInt(low)
}

/** `0x1f`, lower case, without leading zeros: pointer-sized values are four or eight bytes. */
function decodeHex(view: DataView, from: number, sizeBytes: number): FieldValue | typeof UNREADABLE {
  if (sizeBytes < 4) return UNREADABLE
  const low = view.getUint32(from, true)
  const high = sizeBytes < 8 ? 0 : view.getUint32(from + 4, true)
  return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`
}

/** The shortest decimal that is this single-precision number: 0.1, not 0.10000000149011612. */
function shortestReal32(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return value
}

/** JSON has no infinities and no NaN. */
function finiteOrText(value: number): FieldValue {
  return Number.isFinite(value) ? value : String(value)
}

/** Written with four bytes, but one and two occur. */
function isAnySet(bytes: Buffer, from: number, sizeBytes: number): boolean {
  for (let i = from; i < from + sizeBytes; i++) if (bytes[i] !== 0) return true
  return false
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text
}

function decodeArray(source: ValueBytes, type: number, from: number, sizeBytes: number): FieldValue | typeof UNREADABLE {
  const { bytes } = source
  if (type === VALUE.string) return splitTerminated(bytes.toString('utf16le', from, from + sizeBytes))
  if (type === VALUE.ansiString) return splitTerminated(decodeAnsi(bytes, from, sizeBytes))
  if (type === VALUE.sid) return decodeSids(bytes, from, sizeBytes)
  const width = WIDTHS[type] ?? 0
  if (width === 0 || sizeBytes % width !== 0) return UNREADABLE
  const values: FieldValue[] = []
  for (let at = from; at < from + sizeBytes; at += width) {
    const value = decodeValue(source, type, at, width)
    if (value === UNREADABLE) return UNREADABLE
    values.push(value)
  }
  return values
}

/** Every string of an array ends with a NUL, the last one also. */
function splitTerminated(text: string): string[] {
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}

function decodeSids(bytes: Buffer, from: number, sizeBytes: number): FieldValue | typeof UNREADABLE {
  const sids: string[] = []
  const to = from + sizeBytes
  for (let at = from; at < to; at += sidBytes(bytes, at)) {
    if (at + SID_HEADER_BYTES > to || at + sidBytes(bytes, at) > to) return UNREADABLE
    sids.push(formatSid(bytes, at))
  }
  return sids
}
