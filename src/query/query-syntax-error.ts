import type { QueryError } from './query.ts'

/** Carries the first error out of the parser's depth; `parseQuery` turns it into a value, nobody else sees it. */
export class QuerySyntaxError extends Error {
  readonly error: QueryError

  constructor(error: QueryError) {
    super(error.message)
    this.error = error
  }
}
