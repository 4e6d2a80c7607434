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
 * A query as conditions on rows of `events`, no two of which hold together. What is `certain` is an answer by SQL alone; what is `odd` or `open` is
 * doubtful: it may be one and is judged in memory.
 */
export interface CompiledSql {
  readonly certain: string
  /** What is certain or open: all plain events that SQL does not rule out. */
  readonly plain: string
  /** Odd events: an index of its own knows that there are none nearly everywhere. */
  readonly odd: string
  /** Plain events, in the few tests that SQL has no exact words for. */
  readonly open: string
  /** Holds for all that are certain or open, where those conditions are too dear to be asked of every row; null where they are not. */
  readonly first: string | null
  /**
   * What every plain event that meets the query also meets, as indexes know it; 1 when they do not help. It is dear for each row, so it goes
   * where rows come last, after PREWHERE.
   */
  readonly hint: string
  /** One for each field that the pipe groups by. */
  readonly groups: readonly SqlGroup[]
}

/** The hunt language in ClickHouse's SQL: every value is a bound parameter. The caller adds which rows count (the store's scope). */
export function compileSql(query: Query, surroundings: SqlSurroundings): CompiledSql {
  const context: SqlContext = { ...surroundings, fieldsHidden: false }
  const where = compileExpression(query.where, context)
  const groups = groupFields(query.pipe).map(field => sqlGroup(field, context))
  const nameless = groups.flatMap(({ doubt }) => doubt ?? [])
  const unnamed = nameless.length === 0 ? '0' : `(${nameless.join(' OR ')})`
  const odd = compileExpression(query.where, { ...context, fieldsHidden: true })
  const isOdd = `oddity = ${ODDITY.odd}`
  const isPlain = exactly(`oddity != ${ODDITY.odd}`)
  const certain = allOf([isPlain, { must: where.sure, sure: where.sure }, notOf(exactly(unnamed))]).sure
  const undecided = isExact(where) ? exactly('0') : allOf([{ must: where.must, sure: where.must }, notOf({ must: where.sure, sure: where.sure })])
  const grouped = unnamed === '0' ? exactly('0') : allOf([exactly(where.sure), exactly(unnamed)])
  return {
    certain,
    plain: allOf([isPlain, exactly(where.must)]).must,
    odd: allOf([exactly(isOdd), exactly(odd.must)]).must,
    open: allOf([isPlain, anyOf([undecided, grouped])]).must,
    first: where.first === undefined ? null : allOf([isPlain, exactly(where.first)]).must,
    hint: context.wanted === 'few' ? hintOf(query.where, context) ?? '1' : '1',
    groups,
  }
}

/** The fields that a pipe groups by. */
function groupFields(pipe: Pipe | null): readonly string[] {
  return pipe?.kind === 'count' ? pipe.by : pipe?.kind === 'top' ? [pipe.field] : []
}

function compileExpression(expression: Expression, context: SqlContext): SqlBounds {
  switch (expression.kind) {
    case 'all':
      return ALL
    case 'and':
      return allOf(expression.terms.map(term => compileExpression(term, context)))
    case 'or':
      return anyOf(expression.terms.map(term => compileExpression(term, context)))
    case 'not':
      return notOf(compileExpression(expression.term, context))
    case 'text':
      return context.fieldsHidden ? UNSURE : sqlFreeText(expression.pattern, context.parameters)
    case 'field': {
      const { field, test } = expression
      if (isMetaField(field)) return sqlMetaTest(field, test, context)
      if (context.fieldsHidden) return UNSURE
      const { value, doubt } = sqlField(field, context)
      const holds = sqlValueTest(value, test, context.parameters)
      return doubt === null ? holds : { must: `(${holds.must} OR ${doubt})`, sure: holds.sure }
    }
  }
}

/** Null where indexes know nothing; the opposite of what they know is nothing. */
function hintOf(expression: Expression, context: SqlContext): string | null {
  switch (expression.kind) {
    case 'and': {
      const hints = expression.terms.flatMap(term => hintOf(term, context) ?? [])
      return hints.length === 0 ? null : hints.join(' AND ')
    }
    case 'or': {
      const hints = expression.terms.map(term => hintOf(term, context))
      return hints.includes(null) ? null : `(${hints.map(hint => `(${hint})`).join(' OR ')})`
    }
    case 'field': {
      if (isMetaField(expression.field)) return null
      const { columns, doubt } = sqlField(expression.field, context)
      return doubt === null ? sqlHint(expression.test, columns, context) : null
    }
    default:
      return null
  }
}
