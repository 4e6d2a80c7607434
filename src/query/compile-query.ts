import { compileContains } from './wildcard.ts'
import { compileValueTest } from './compile-value.ts'
import type { Expression, Query } from './query.ts'
import type { QueryEvent } from './query-event.ts'
import { anyString } from './query-event.ts'

export type EventTest = (event: QueryEvent) => boolean

/** The query's condition as a test of one event; its pipe is {@link startQuery}'s. Pure: it may run any number of times, in any order. */
export function compileQuery(query: Query): EventTest {
  return compileExpression(query.where)
}

function compileExpression(expression: Expression): EventTest {
  switch (expression.kind) {
    case 'all':
      return () => true
    case 'and': {
      const tests = expression.terms.map(compileExpression)
      return event => tests.every(test => test(event))
    }
    case 'or': {
      const tests = expression.terms.map(compileExpression)
      return event => tests.some(test => test(event))
    }
    case 'not': {
      const test = compileExpression(expression.term)
      return event => !test(event)
    }
    case 'text': {
      const contains = compileContains(expression.pattern)
      return event => {
        for (const value of event.values()) if (anyString(value, contains)) return true
        return false
      }
    }
    case 'field': {
      const { field } = expression
      const holds = compileValueTest(field, expression.test)
      return event => {
        const value = event.field(field)
        return value !== undefined && holds(value)
      }
    }
  }
}
