import { formatAddress } from '../packet/format-address.ts'
import { ByteCursor } from './byte-cursor.ts'
import { MAX_DNS_ANSWERS } from './defaults.ts'

/** A DNS message (RFC 1035, section 4) as far as logs tell it: header, first question, answers. */
export interface DnsMessage {
  readonly id: number
  readonly flags: number
  readonly questions: number
  readonly question?: { readonly name: string, readonly type: number, readonly class: number }
  readonly answers: readonly string[]
  /** Seconds, one for each answer. */
  readonly lifetimes: readonly number[]
}

/** Bits of {@link DnsMessage.flags}. */
export const DNS_FLAG = { response: 0x8000, authoritative: 0x0400, truncated: 0x0200, recursionDesired: 0x0100, recursionAvailable: 0x0080 } as const

const TYPE = { a: 1, ns: 2, cname: 5, soa: 6, ptr: 12, mx: 15, txt: 16, aaaa: 28, srv: 33, dname: 39 } as const

/** RFC 1035, section 3.1: 255 bytes; as text with every byte escaped, four times that. */
const MAX_NAME_BYTES = 255

/** Pointers followed within one name: each must go backwards, and a name of 255 bytes has at most 127 labels. */
const MAX_POINTERS = 127

/** Reads a message; null when not even its header and first question can be read. Answers are read as far as they are whole. */
export function readDnsMessage(bytes: Uint8Array): DnsMessage | null {
  const cursor = new ByteCursor(bytes)
  const id = cursor.uint16()
  const flags = cursor.uint16()
  const questions = cursor.uint16()
  const answerCount = cursor.uint16()
  cursor.uint32()
  if (cursor.failed || questions > 64) return null
  let question: DnsMessage['question']
  for (let i = 0; i < questions; i++) {
    const name = readName(bytes, cursor)
    const type = cursor.uint16()
    const recordClass = cursor.uint16()
    if (name === null || cursor.failed) return null
    question ??= { name, type, class: recordClass }
  }
  const answers: string[] = []
  const lifetimes: number[] = []
  for (let i = 0; i < Math.min(answerCount, MAX_DNS_ANSWERS); i++) {
    const name = readName(bytes, cursor)
    const type = cursor.uint16()
    cursor.uint16()
    const lifetime = cursor.uint32()
    const length = cursor.uint16()
    const at = cursor.at
    const data = cursor.take(length)
    if (name === null || cursor.failed) break
    answers.push(valueOf(bytes, type, data, at))
    lifetimes.push(lifetime)
  }
  return { id, flags, questions, answers, lifetimes, ...(question !== undefined && { question }) }
}

/** A name that stands alone, in text; null when it is none. */
export function readDnsName(bytes: Uint8Array): string | null {
  return readName(bytes, new ByteCursor(bytes))
}

/** A name in text, compressed or not; the cursor goes on after it. Null when it is damaged. */
function readName(bytes: Uint8Array, cursor: ByteCursor): string | null {
  let labels = ''
  let length = 0
  let pointers = 0
  let reader = cursor
  for (let lowest = cursor.at; ;) {
    const size = reader.uint8()
    if (reader.failed) return null
    if (size === 0) return labels
    if (size >= 0xc0) {
      const target = ((size & 0x3f) << 8) | reader.uint8()
      if (reader.failed || target >= lowest || ++pointers > MAX_POINTERS) return null
      lowest = target
      reader = new ByteCursor(bytes)
      reader.at = target
      continue
    }
    if (size > 63) return null
    length += size + 1
    const label = reader.take(size)
    if (reader.failed || length > MAX_NAME_BYTES) return null
    labels += `${labels === '' ? '' : '.'}${textOf(label)}`
  }
}

/** What a record says, in the words of Zeek's `answers`. */
function valueOf(message: Uint8Array, type: number, data: Uint8Array, at: number): string {
  const cursor = new ByteCursor(message.subarray(0, at + data.length))
  cursor.at = at
  switch (type) {
    case TYPE.a: return data.length === 4 ? formatAddress(cursor.uint32()) : hexOf(data)
    case TYPE.aaaa: return data.length === 16 ? formatAddress(Uint32Array.of(cursor.uint32(), cursor.uint32(), cursor.uint32(), cursor.uint32())) : hexOf(data)
    case TYPE.ns: case TYPE.cname: case TYPE.ptr: case TYPE.dname: case TYPE.soa: return readName(message, cursor) ?? hexOf(data)
    case TYPE.mx: cursor.take(2); return readName(message, cursor) ?? hexOf(data)
    case TYPE.srv: cursor.take(6); return readName(message, cursor) ?? hexOf(data)
    case TYPE.txt: return textRecord(data)
    default: return `<type-${type}>`
  }
}

/** Each string with its length before it, as Zeek has them. */
function textRecord(data: Uint8Array): string {
  const cursor = new ByteCursor(data)
  const parts: string[] = []
  while (cursor.left > 0) {
    const text = cursor.take(cursor.uint8())
    if (cursor.failed) break
    parts.push(`TXT ${text.length} ${textOf(text)}`)
  }
  return parts.join(' ')
}

/** What is not printable ASCII as `\xhh`. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  return text
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
