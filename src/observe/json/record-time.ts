import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { lookUpField } from '../../model/field-lookup.ts'
import type { SourceMapping } from '../../model/source-mapping.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { guessTime, readTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { mayHoldAnything } from './top-level-names.ts'
import type { MayHold } from './top-level-names.ts'

/**
 * The first of a source's times that can be read, from the fields as shaped, else as they were. When none is in its format, an exporter
 * may have written it in another (a spreadsheet's date, say): the first that can be read in any.
 *
 * @param date microseconds: the evidence's, for times without a year @param mayHold what is known of the fields
 */
export function sourceTime(
  times: SourceMapping['time'],
  fields: Fields,
  record: Fields,
  date: number,
  mayHold: MayHold = mayHoldAnything,
): Timestamp | null {
  const present: FieldValue[] = []
  for (const { field, and, format, zone } of times) {
    if (fields[field] === undefined && !mayHold(field)) continue
    const value = followedBy(lookUpField(fields, field) ?? (fields === record ? undefined : lookUpField(record, field)), fields, and)
    if (value === undefined) continue
    const time = readTime(value, format, date)
    if (time !== null) return zone === 'utc' ? { ...time, flags: time.flags & ~EVENT_FLAGS.zoneAssumed } : time
    present.push(value)
  }
  return firstGuessed(present, date)
}

function followedBy(value: FieldValue | undefined, fields: Fields, and: string | undefined): FieldValue | undefined {
  const more = and === undefined || value === undefined ? undefined : lookUpField(fields, and)
  return more === undefined ? value : `${String(value)} ${String(more)}`
}

function firstGuessed(values: readonly FieldValue[], date: number): Timestamp | null {
  for (const value of values) {
    const time = guessTime(value, date)
    if (time !== null) return time
  }
  return null
}

/** The first of the fields that can be read as a time, in whatever format. @param times some of `GENERIC_TIME_FIELDS` */
export function genericTime(times: readonly string[], record: Fields, date: number): Timestamp | null {
  for (const field of times) {
    const time = guessTime(record[field] ?? lookUpField(record, field), date)
    if (time !== null) return time
  }
  return null
}
