import type { MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { closingQuote } from '../log/closing-quote.ts'
import { guessTime, isoTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { MAX_STRUCTURED_FIELDS } from './defaults.ts'

const START = /^(?:(?:logver|timestamp|tz|devid|devname|vd)="?[^ "]{1,64}"? ){0,6}date=\d{4}-\d\d-\d\d,? time=\d\d:\d\d:\d\d[ ,]/

const MEMBER = /[ ,]{0,8}([A-Za-z][\w.-]{0,63})=("|[^\s,"]*)/y

export function isFortinet(message: string): boolean {
  return START.test(message)
}

/** A FortiGate's message: `date=… time=… devname="…" type="event" …`, in whatever order after the date. Null when it is not that. */
export function readFortinet(message: string, date: number): { readonly time: Timestamp | null; readonly fields: MutableFields } | null {
  if (!isFortinet(message)) return null
  const fields = newFields()
  let at = 0
  for (let count = 0; count < MAX_STRUCTURED_FIELDS; count++) {
    MEMBER.lastIndex = at
    const member = MEMBER.exec(message)
    if (member === null) break
    const [, name = '', value = ''] = member
    at = MEMBER.lastIndex
    if (value !== '"') fields[name] = value
    else {
      const closing = closingQuote(message, at)
      const end = closing < 0 ? message.length : closing
      fields[name] = message.slice(at, end).replace(/\\(["\\])/g, '$1')
      at = end + 1
    }
  }
  const { eventtime, date: day, time: clock, tz } = fields
  const zone = typeof tz === 'string' && /^[+-]\d{4}$/.test(tz) ? tz : ''
  return { time: guessTime(eventtime, date) ?? isoTime(`${String(day).replace(',', '')}T${String(clock)}${zone}`), fields }
}
