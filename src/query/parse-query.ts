import { MAX_QUERY_LENGTH } from './defaults.ts'
import { parseExpression } from './parse-expression.ts'
import { parsePipe } from './parse-pipe.ts'
import type { Query, QueryError } from './query.ts'
import { QuerySyntaxError } from './query-syntax-error.ts'
import { Scanner } from './scanner.ts'

export type ParsedQuery = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: QueryError }

/** Reads a query; a text that is none gives the first error, never an exception. Time is linear in the text. */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    const message = `The query is longer than ${MAX_QUERY_LENGTH} characters`
    return { ok: false, error: { position: MAX_QUERY_LENGTH, message, mend: 'Split it into several queries' } }
  }
  try {
    return { ok: true, query: parse(new Scanner(text)) }
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { ok: false, error: error.error }
    throw error
  }
}

function parse(scanner: Scanner): Query {
  const where = parseExpression(scanner)
  scanner.skipBlanks()
  const pipe = scanner.take('|') ? parsePipe(scanner) : null
  scanner.skipBlanks()
  if (scanner.next === ')') scanner.fail('A parenthesis closes that was not opened', 'Remove it, or write \\) for the character itself')
  if (scanner.next === '|') scanner.fail('A query has one pipe', 'Remove the second pipe')
  if (!scanner.done) scanner.fail('The query goes on after its pipe', 'End it here, or put the conditions before the |')
  return { where, pipe }
}
