import { NoroshiError } from '../platform/noroshi-error.ts'
import type { TimeRange } from '../query/between-times.ts'
import { betweenTimes } from '../query/between-times.ts'
import { parseQuery } from '../query/parse-query.ts'
import type { Query } from '../query/query.ts'

/** The query as typed, within the times given. @throws NoroshiError `bad-query` that points at the place */
export function huntQuery(text: string, range: TimeRange): Query {
  const parsed = parseQuery(text)
  if (parsed.ok) return betweenTimes(parsed.query, range)
  const { position, message, mend } = parsed.error
  throw new NoroshiError('bad-query', `${message}\n  ${text}\n  ${' '.repeat(position)}^ ${mend}`)
}
