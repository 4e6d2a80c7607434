import { TIME_FIELD } from './meta-fields.ts'
import type { Expression, Pipe, Query } from './query.ts'

/** The fields a query speaks of, so that what it does not need is not computed. */
export function queryFields({ where, pipe }: Query): ReadonlySet<string> {
  const fields = new Set(fieldsOfPipe(pipe))
  collect(where, fields)
  return fields
}

function fieldsOfPipe(pipe: Pipe | null): readonly string[] {
  switch (pipe?.kind) {
    case 'count':
      return pipe.by
    case 'top':
      return [pipe.field]
    case 'timechart':
      return [TIME_FIELD]
    case undefined:
      return []
  }
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
