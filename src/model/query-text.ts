import { formatTime } from './time.ts'

/**
 * Writes queries of the hunt language (docs/hunt-language.md) for facts. A value is quoted so that the query finds it and nothing
 * else (case aside); a property test holds this together with the parser.
 */

/** Everything: what the join of no conditions means. */
const QUERY_ALL = '*'

/** UTF-16 units of a value that a query repeats; of a longer one it asks for the beginning. */
export const MAX_QUOTED_LENGTH = 4_096

const PLAIN_NAME = /^[\p{L}\p{N}_@][\p{L}\p{N}_@.-]*$/u
const KEYWORD = /^(?:and|or|not|to|null)$/i
const SINGLE_TERM = /^[\w@.-]+:(?:[\w@.+-]+|"(?:[^"\\]|\\.)*"|\[[\w:.* +-]+\])$/s

/** The events whose field is this value. `null` means present and null; a list's members count each. */
export function queryTerm(field: string, value: string | number | bigint | boolean | null): string {
  return `${queryName(field)}:${queryValue(value)}`
}

/** The events whose field is any of these values; of none, when there is none. */
export function queryAny(field: string, values: readonly (string | number | bigint | boolean | null)[]): string {
  if (values.length === 0) return queryNot(QUERY_ALL)
  if (values.length === 1) return queryTerm(field, values[0]!)
  return `${queryName(field)}:(${values.map(queryValue).join(' or ')})`
}

/** The events that meet every query; empty ones are left out. */
export function queryAnd(...queries: readonly string[]): string {
  return join(queries, ' and ')
}

/** The events that meet any of the queries; empty ones are left out. */
export function queryOr(...queries: readonly string[]): string {
  return join(queries, ' or ')
}

export function queryNot(query: string): string {
  return `not ${grouped(query)}`
}

/** Both ends included, in microseconds; null leaves an end open. Both open: the events that have a time. */
export function queryTimeRange(from: number | null, to: number | null): string {
  return from === null && to === null ? '_time:*' : `_time:[${formatTime(from) ?? '*'} TO ${formatTime(to) ?? '*'}]`
}

/** A field's name as a query writes it: in quotes where it holds more than letters, digits, `_`, `@`, `.` and `-`. */
export function queryName(field: string): string {
  return PLAIN_NAME.test(field) && !KEYWORD.test(field) ? field : `"${field.replace(/[\\"]/g, '\\$&')}"`
}

/** A text in quotes, with what would be a wildcard or an end escaped. */
export function quoteText(text: string): string {
  return `"${escapeText(text)}"`
}

/** What stands between the quotes. */
export function escapeText(text: string): string {
  return text.replace(/[\\"*?]/g, '\\$&')
}

function queryValue(value: string | number | bigint | boolean | null): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return String(value)
  if (value.length <= MAX_QUOTED_LENGTH) return quoteText(value)
  return `"${escapeText(beginning(value))}*"`
}

/** The shortest digits of a large double are not its own value, and the parser takes a long integer at its word. */
function numberText(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21 ? String(BigInt(value)) : String(value)
}

/** Never half a surrogate pair. */
function beginning(text: string): string {
  const cut = text.slice(0, MAX_QUOTED_LENGTH)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

function join(queries: readonly string[], word: string): string {
  const given = queries.filter(query => query.trim() !== '')
  if (given.length === 0) return QUERY_ALL
  return given.length === 1 ? given[0]! : given.map(grouped).join(word)
}

function grouped(query: string): string {
  return query === QUERY_ALL || SINGLE_TERM.test(query) ? query : `(${query})`
}
