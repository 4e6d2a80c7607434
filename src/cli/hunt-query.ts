import { formatTime } from '../model/time.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { TIME_FIELD } from '../query/meta-fields.ts'
import { parseQuery } from '../query/parse-query.ts'
import type { Query } from '../query/query.ts'

/** Microseconds; the end is not part of it. */
export interface TimeRange {
  readonly from?: number
  readonly to?: number
}

/** The query as typed, within the times given. @throws NoroshiError `bad-query` that points at the place */
export function huntQuery(text: string, { from, to }: TimeRange): Query {
  const parsed = parseQuery(text)
  if (!parsed.ok) {
    const { position, message, mend } = parsed.error
    throw new NoroshiError('bad-query', `${message}\n  ${text}\n  ${' '.repeat(position)}^ ${mend}`)
  }
  if (from === undefined && to === undefined) return parsed.query
  const { where, pipe } = parsed.query
  const test = {
    is: 'range',
    from: from === undefined ? null : { value: formatTime(from), inclusive: true },
    to: to === undefined ? null : { value: formatTime(to), inclusive: false },
  } as const
  const { span } = where
  return { where: { kind: 'and', terms: [{ kind: 'field', field: TIME_FIELD, test, span }, where], span }, pipe }
}
