import { isoTime, rfc3164Time } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import type { SyslogMessage } from './message-parts.ts'

/** What a device may write before its stamp: a sequence number, its name, Cisco's mark of a clock that is not set. */
const BEFORE_STAMP = /^(?:(\d{1,10}): +)?(?:([A-Za-z][\w.-]{0,254}): +)?(?:(\d{1,10}): +)?[*.]?(?=[A-Z][a-z]{2} [ \d]\d )/

/** Stamp, year after it, zone, and the colon that ends Cisco's. */
const BSD_STAMP = /^([A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: (\d{4})(?= ))?(?: ([A-Z]{2,5})(?=:))?(:)?/

const ISO_STAMP = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)(?= |$)/

/** What stands between host and `%` in a Cisco message: ASA's colon, in a relayed one the device's own sequence number, name and stamp. */
const RELAYED_CISCO =
  /^(?:: )?(?:\d{1,10}: +)?(?:[\w.-]{1,255}: +)?[*.]?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?[\d:.]{8,18}(?: [A-Z]{2,5})?: +)?(?=%[A-Z])/

/** RFC 3164 §4.1.3 allows 32 characters; programs use more, and slashes, dots, brackets around systemd's. */
const TAG = /^([^\s:[\]<>"'=]{1,128})(?:\[([^\]\s]{1,64})\])?: ?/

/** systemd's and others' form without colon. */
const TAG_WITH_PID = /^([^\s:[\]<>"'=]{1,128})\[(\d{1,10})\]:? /

const HOST = /^([^\s:[\]<>"'=]{1,255}|[0-9A-Fa-f:.]{2,45}(?:%[\w.-]{1,32})?) +/

/** The part after the priority of a message in RFC 3164's and related forms. @param date microseconds, for stamps without a year */
export function readBsdMessage(text: string, date: number): SyslogMessage {
  const first = text.charCodeAt(0)
  const prefix = isDigit(first) && text.charCodeAt(4) === 0x2d ? null : BEFORE_STAMP.exec(text)
  const from = prefix === null ? 0 : prefix[0].length
  const stamp = readStamp(from === 0 ? text : text.slice(from), date)
  if (stamp === null) return { time: null, ...readTagged(text) }
  const rest = stamp.rest
  const nameBefore = prefix?.[2]
  if (nameBefore !== undefined || rest.startsWith('%')) return { time: stamp.time, ...host(nameBefore), ...readTagged(rest) }
  return { time: stamp.time, ...readHostAndTag(rest, stamp.colon) }
}

interface Stamp {
  readonly time: Timestamp
  readonly rest: string
  /** A colon ends the stamp: no host follows (Cisco). */
  readonly colon: boolean
}

function readStamp(text: string, date: number): Stamp | null {
  const bsd = BSD_STAMP.exec(text)
  if (bsd !== null) {
    const [whole, stamp = '', year, zone, colon] = bsd
    const time = rfc3164Time([stamp, year, zone === 'UTC' || zone === 'GMT' ? zone : undefined].filter(Boolean).join(' '), date)
    return time === null ? null : { time, rest: text.slice(whole.length).trimStart(), colon: colon !== undefined }
  }
  const iso = ISO_STAMP.exec(text)
  const time = iso === null ? null : isoTime(iso[1]!)
  return iso === null || time === null ? null : { time, rest: text.slice(iso[0].length).trimStart(), colon: false }
}

function readHostAndTag(rest: string, afterColon: boolean): Omit<SyslogMessage, 'time'> {
  // Without a host the program follows at once: `Oct 11 22:14:15 myapp[12]: text`.
  const tagAtOnce = afterColon || TAG.test(rest)
  if (tagAtOnce && !isAddress(rest)) return readTagged(rest)
  const found = HOST.exec(rest)
  if (found === null) return { message: rest }
  const after = rest.slice(found[0].length)
  const device = RELAYED_CISCO.exec(after)
  return { ...host(found[1]), ...readTagged(device === null ? after : after.slice(device[0].length)) }
}

function readTagged(text: string): Omit<SyslogMessage, 'time'> {
  if (text.startsWith('%')) return { message: text }
  const tag = TAG.exec(text) ?? TAG_WITH_PID.exec(text)
  if (tag === null || tag[1] === undefined) return { message: text }
  const message = text.slice(tag[0].length)
  return tag[2] === undefined ? { program: tag[1], message } : { program: tag[1], pid: tag[2], message }
}

function host(name: string | undefined): { readonly hostname?: string } {
  return name === undefined ? {} : { hostname: name }
}

/** An IPv6 address as host looks like a tag up to its first colon. */
function isAddress(text: string): boolean {
  const word = text.slice(0, 46).split(' ', 1)[0]!
  return /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/.test(word) && word.split(':').length > 2
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
