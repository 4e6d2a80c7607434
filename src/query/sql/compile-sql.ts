import { isMetaField } from '../meta-fields.ts'
import type { Expression, Pipe, Query } from '../query.ts'
import type { SqlBounds } from './sql-bounds.ts'
import { ALL, allOf, anyOf, exactly, isExact, notOf, UNSURE } from './sql-bounds.ts'
import type { SqlContext, SqlSurroundings } from './sql-context.ts'
import { sqlField } from './sql-field.ts'
import { sqlFreeText } from './sql-free-text.ts'
import { sqlGroup } from './sql-group.ts'
import type { SqlGroup } from './sql-group.ts'
import { sqlHint } from './sql-hint.ts'
import { sqlMetaTest } from './sql-meta-field.ts'
import { sqlValueTest } from './sql-value.ts'
import { ODDITY } from './stored-event.ts'

/**
 * A query as conditions on rows of `events`, which never both hold. What is `certain` is an answer by SQL alone; what is `doubtful` may be
 * one and is judged in memory: odd events, and the few tests that SQL has no exact words for.
 */
export interface CompiledSql {
  readonly certain: string
  readonly doubtful: string
  /** One for each field that the pipe groups by. */
  readonly groups: readonly SqlGroup[]
}

/** The hunt language in ClickHouse's SQL: every value is a bound parameter. The caller adds which rows count (the store's scope). */
export function compileSql(query: Query, surroundings: SqlSurroundings): CompiledSql {
  const context: SqlContext = { ...surroundings, fieldsHidden: false }
  const where = compileExpression(query.where, context, 'positive')
  const groups = groupFields(query.pipe).map(field => sqlGroup(field, context))
  const nameless = groups.flatMap(({ doubt }) => doubt ?? [])
  const unnamed = nameless.length === 0 ? '0' : `(${nameless.join(' OR ')})`
  const odd = compileExpression(query.where, { ...context, fieldsHidden: true }, 'positive')
  const isOdd = `oddity = ${ODDITY.odd}`
  const isPlain = exactly(`oddity != ${ODDITY.odd}`)
  const certain = allOf([isPlain, { must: where.sure, sure: where.sure }, notOf(exactly(unnamed))]).sure
  const open = isExact(where) ? exactly('0') : allOf([{ must: where.must, sure: where.must }, notOf({ must: where.sure, sure: where.sure })])
  const grouped = unnamed === '0' ? exactly('0') : allOf([exactly(where.sure), exactly(unnamed)])
  const doubtful = anyOf([allOf([exactly(isOdd), exactly(odd.must)]), allOf([isPlain, anyOf([open, grouped])])]).must
  return { certain, doubtful, groups }
}

/** The fields that a pipe groups by. */
function groupFields(pipe: Pipe | null): readonly string[] {
  return pipe?.kind === 'count' ? pipe.by : pipe?.kind === 'top' ? [pipe.field] : []
}

/** @param sense an index may only be asked where the condition itself, not its opposite, is wanted */
function compileExpression(expression: Expression, context: SqlContext, sense: 'positive' | 'negative'): SqlBounds {
  switch (expression.kind) {
    case 'all':
      return ALL
    case 'and':
      return allOf(expression.terms.map(term => compileExpression(term, context, sense)))
    case 'or':
      return anyOf(expression.terms.map(term => compileExpression(term, context, sense)))
    case 'not':
      return notOf(compileExpression(expression.term, context, sense === 'positive' ? 'negative' : 'positive'))
    case 'text':
      return context.fieldsHidden ? UNSURE : sqlFreeText(expression.pattern, context.parameters)
    case 'field': {
      const { field, test } = expression
      if (isMetaField(field)) return sqlMetaTest(field, test, context)
      if (context.fieldsHidden) return UNSURE
      const { value, columns, doubt } = sqlField(field, context)
      const holds = sqlValueTest(value, test, context.parameters)
      const hint = sense === 'positive' && context.wanted === 'few' && doubt === null ? sqlHint(test, columns, context.parameters) : null
      const hinted = hint === null ? holds : allOf([holds, exactly(hint)])
      return doubt === null ? hinted : { must: `(${hinted.must} OR ${doubt})`, sure: hinted.sure }
    }
  }
}
