import { escapeText, queryName, quoteText } from '../model/query-text.ts'
import { SPAN_UNITS } from './parse-pipe.ts'
import type { Pattern } from './pattern.ts'
import { literalOf } from './pattern.ts'
import type { Bound, Expression, Pipe, Query, ValueTest } from './query.ts'

/** A text that parses to the same query, positions aside; one way to write each. */
export function formatQuery(query: Query): string {
  const where = formatExpression(query.where)
  return query.pipe === null ? where : `${where} | ${formatPipe(query.pipe)}`
}

function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'all':
      return '*'
    case 'and':
    case 'or':
      return expression.terms.map(formatOperand).join(` ${expression.kind} `)
    case 'not':
      return `not ${formatOperand(expression.term)}`
    case 'text':
      return formatPattern(expression.pattern)
    case 'field':
      return `${queryName(expression.field)}:${formatTest(expression.test)}`
  }
}

function formatOperand(expression: Expression): string {
  const text = formatExpression(expression)
  return expression.kind === 'and' || expression.kind === 'or' ? `(${text})` : text
}

function formatTest(test: ValueTest): string {
  switch (test.is) {
    case 'pattern':
      return formatPattern(test.pattern)
    case 'number':
    case 'network':
      return test.text
    case 'range':
      return formatRange(test.from, test.to)
    case 'exists':
      return '*'
    case 'null':
      return 'null'
  }
}

function formatRange(from: Bound | null, to: Bound | null): string {
  if (to === null && from !== null) return `${from.inclusive ? '>=' : '>'}${formatBound(from)}`
  if (from === null && to !== null) return `${to.inclusive ? '<=' : '<'}${formatBound(to)}`
  return `${from?.inclusive === false ? '{' : '['}${formatBound(from)} TO ${formatBound(to)}${to?.inclusive === false ? '}' : ']'}`
}

function formatBound(bound: Bound | null): string {
  if (bound === null) return '*'
  return /^[\w.:+-]+$/.test(bound.value) ? bound.value : quoteText(bound.value)
}

/** Quoted, except a word that cannot be taken for anything else. */
function formatPattern(pattern: Pattern): string {
  const text = pattern.map(part => ('text' in part ? escapeText(part.text) : part.wildcard)).join('')
  const literal = literalOf(pattern)
  return literal !== null && /^[a-z_][\w.-]*$/i.test(literal) && !/^(?:and|or|not|null)$/i.test(literal) ? literal : `"${text}"`
}

function formatPipe(pipe: Pipe): string {
  switch (pipe.kind) {
    case 'count':
      return pipe.by.length === 0 ? 'count' : `count by ${pipe.by.map(queryName).join(', ')}`
    case 'top':
      return `top ${pipe.limit} ${queryName(pipe.field)}`
    case 'timechart':
      return `timechart span=${formatSpan(pipe.spanUs)}`
  }
}

function formatSpan(spanUs: number): string {
  const [letter, unit] = SPAN_UNITS.find(([, size]) => spanUs % size === 0) ?? SPAN_UNITS.at(-1)!
  return `${spanUs / unit}${letter}`
}
