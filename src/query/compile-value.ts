import { parseIsoTime } from '../model/time.ts'
import type { FieldValue } from '../model/value.ts'
import { isInNetwork, parseAddress, parseNetwork } from './address.ts'
import { compareText, fold } from './fold.ts'
import { TIME_FIELD } from './meta-fields.ts'
import type { AnyNumber } from './number-text.ts'
import { parseNumber } from './number-text.ts'
import type { Pattern } from './pattern.ts'
import { literalOf, literalPattern } from './pattern.ts'
import type { Bound, ValueTest } from './query.ts'
import { anyMember } from './query-event.ts'
import { compileWildcard } from './wildcard.ts'

type Scalar = string | number | bigint | boolean
type Ordering = (value: Scalar) => number

/** The test as a function of a present value; a list holds when a member does. */
export function compileValueTest(field: string, test: ValueTest): (value: FieldValue) => boolean {
  if (test.is === 'null') return value => anyMember(value, member => member === null)
  if (test.is === 'exists') return value => anyMember(value, member => member !== null)
  const holds = field === TIME_FIELD ? compileTimeTest(test) : compileScalarTest(test)
  return value => anyMember(value, member => isScalar(member) && holds(member))
}

type ScalarTest = Exclude<ValueTest, { is: 'null' | 'exists' }>

function compileScalarTest(test: ScalarTest): (value: Scalar) => boolean {
  switch (test.is) {
    case 'pattern':
      return compilePattern(test.pattern)
    case 'number':
      return compileNumber(test.text)
    case 'range':
      return compileRange(test.from, test.to, orderByNumberOrText)
    case 'network':
      return compileNetwork(test.text)
  }
}

/** `_time`: as instants; with a wildcard, as the text that is shown. */
function compileTimeTest(test: ScalarTest): (value: Scalar) => boolean {
  if (test.is === 'range') return compileRange(test.from, test.to, orderByTime)
  const literal = test.is === 'pattern' ? literalOf(test.pattern) : test.text
  if (literal === null) return compileScalarTest(test)
  const order = orderByTime(literal)
  return value => order(value) === 0
}

function compilePattern(pattern: Pattern): (value: Scalar) => boolean {
  const matches = compileWildcard(pattern)
  return value => matches(String(value))
}

/** `5` finds 5 and 5.0 among numbers, and the text "5". */
function compileNumber(text: string): (value: Scalar) => boolean {
  const number = parseNumber(text)
  const matches = compileWildcard(literalPattern(text))
  return value => (isNumber(value) && number !== null ? compareNumbers(value, number) === 0 : matches(String(value)))
}

function compileNetwork(text: string): (value: Scalar) => boolean {
  const network = parseNetwork(text)
  return value => {
    if (network === null || typeof value !== 'string') return false
    const address = parseAddress(value)
    return address !== null && isInNetwork(network, address)
  }
}

function compileRange(from: Bound | null, to: Bound | null, orderBy: (bound: string) => Ordering): (value: Scalar) => boolean {
  const fromHolds = from === null ? null : compileEnd(orderBy(from.value), 1, from.inclusive)
  const toHolds = to === null ? null : compileEnd(orderBy(to.value), -1, to.inclusive)
  return value => (fromHolds === null || fromHolds(value)) && (toHolds === null || toHolds(value))
}

function compileEnd(order: Ordering, side: 1 | -1, inclusive: boolean): (value: Scalar) => boolean {
  return value => {
    const place = order(value) * side
    return place > 0 || (inclusive && place === 0)
  }
}

/** Where a value lies against the bound: as numbers when the bound is one (a text that is none does not compare), else as texts. */
function orderByNumberOrText(bound: string): Ordering {
  const number = parseNumber(bound)
  if (number === null) {
    const folded = fold(bound)
    return value => compareText(fold(String(value)), folded)
  }
  return value => {
    const other = isNumber(value) ? value : typeof value === 'string' ? parseNumber(value) : null
    return other === null ? Number.NaN : compareNumbers(other, number)
  }
}

function orderByTime(bound: string): Ordering {
  const time = parseIsoTime(bound)?.microseconds ?? Number.NaN
  return value => (typeof value === 'string' ? (parseIsoTime(value)?.microseconds ?? Number.NaN) - time : Number.NaN)
}

/** Exact also between a double and a `bigint`. */
function compareNumbers(a: AnyNumber, b: AnyNumber): number {
  return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN
}

function isNumber(value: Scalar): value is AnyNumber {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isScalar(value: FieldValue): value is Scalar {
  return value !== null && typeof value !== 'object'
}
