import { parseIsoTime } from '../model/time.ts'
import { TIME_FIELD } from './meta-fields.ts'
import type { Expression, Query } from './query.ts'

/** Microseconds, both ends included; infinite where open. */
export interface QueryTimes {
  readonly from: number
  readonly to: number
}

/** Times outside which no event meets the query, as far as its outermost `and` says; events without time are not spoken of. */
export function queryTimes({ where }: Query): QueryTimes {
  return timesOf(where)
}

const ALWAYS: QueryTimes = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

function timesOf(expression: Expression): QueryTimes {
  if (expression.kind === 'and') {
    return expression.terms.map(timesOf).reduce((a, b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }), ALWAYS)
  }
  if (expression.kind !== 'field' || expression.field !== TIME_FIELD || expression.test.is !== 'range') return ALWAYS
  const { from, to } = expression.test
  return { from: microseconds(from?.value) ?? ALWAYS.from, to: microseconds(to?.value) ?? ALWAYS.to }
}

function microseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseIsoTime(text)?.microseconds
}
