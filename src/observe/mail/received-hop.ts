import type { MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { guessTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { FIELD_CHARACTERS } from './defaults.ts'
import { formatTime } from '../../model/time.ts'

/** A field `Received` (RFC 5321 §4.4): which server took the mail from whom, and when. */
export interface ReceivedHop {
  readonly fields: MutableFields
  readonly time: Timestamp | null
}

/** @param date microseconds, as decoders have it */
export function receivedHop(field: string, date: number): ReceivedHop {
  const text = field.slice(0, FIELD_CHARACTERS).replaceAll(/\s+/g, ' ')
  const stamp = text.lastIndexOf(';')
  const time = stamp < 0 ? null : mailTime(text.slice(stamp + 1), date)
  const way = stamp < 0 ? text : text.slice(0, stamp)
  const fields = newFields()
  const from = /(?:^|\s)from ([^\s;()]+)/i.exec(way)?.[1]
  const ip = /\[(?:ipv6:)?([0-9a-f.:]{3,45})\]/i.exec(way)?.[1] ?? /^\s*from [^(]*\(([0-9]{1,3}(?:\.[0-9]{1,3}){3})\)/i.exec(way)?.[1]
  const by = /(?:^|\s)by ([^\s;()]+)/i.exec(way)?.[1]
  const protocol = /(?:^|\s)with ([^\s;()]+)/i.exec(way)?.[1]
  const recipient = /(?:^|\s)for <?([^\s;<>()]+)>?/i.exec(way)?.[1]
  if (from !== undefined) fields['from'] = from
  if (ip !== undefined) fields['ip'] = ip
  if (by !== undefined) fields['by'] = by
  if (protocol !== undefined) fields['with'] = protocol
  if (recipient !== undefined) fields['for'] = recipient
  if (time !== null) fields['time'] = formatTime(time.microseconds)
  return { fields, time }
}

/** A time of RFC 5322, also with what follows it in brackets and with the names of zones that its predecessor had. */
export function mailTime(text: string, date: number): Timestamp | null {
  const plain = text.replaceAll(/\([^()]*\)/g, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, 100)
  return guessTime(plain.replace(/ (?:EST|EDT|CST|CDT|MST|MDT|PST|PDT|JST)$/i, zone => ` ${ZONES[zone.trim().toUpperCase()]}`), date)
}

/** RFC 5322 §4.3, and the one of Japan. */
const ZONES: Readonly<Record<string, string>> = {
  EST: '-0500', EDT: '-0400', CST: '-0600', CDT: '-0500', MST: '-0700', MDT: '-0600', PST: '-0800', PDT: '-0700', JST: '+0900',
}
