import type { Expression, Query } from './query.ts'

/** The fields a query speaks of, so that what it does not need is not computed. */
export function queryFields({ where, pipe }: Query): ReadonlySet<string> {
  const fields = new Set(pipe?.kind === 'count' ? pipe.by : pipe?.kind === 'top' ? [pipe.field] : pipe?.kind === 'timechart' ? ['_time'] : [])
  collect(where, fields)
  return fields
}

function collect(expression: Expression, fields: Set<string>): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const term of expression.terms) collect(term, fields)
      break
    case 'not':
      collect(expression.term, fields)
      break
    case 'field':
      fields.add(expression.field)
  }
}
