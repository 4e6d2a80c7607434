import { formatTime } from '../model/time.ts'
import { TIME_FIELD } from './meta-fields.ts'
import type { Query } from './query.ts'

/** Microseconds; the end is not part of it. */
export interface TimeRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** The query, of the events within these times only. */
export function betweenTimes({ where, pipe }: Query, { from, to }: TimeRange): Query {
  if (from === undefined && to === undefined) return { where, pipe }
  const test = {
    is: 'range',
    from: from === undefined ? null : { value: formatTime(from), inclusive: true },
    to: to === undefined ? null : { value: formatTime(to), inclusive: false },
  } as const
  const { span } = where
  return { where: { kind: 'and', terms: [{ kind: 'field', field: TIME_FIELD, test, span }, where], span }, pipe }
}
