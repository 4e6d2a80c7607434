import { parseIsoTime } from '../../model/time.ts'
import { compileValueTest } from '../compile-value.ts'
import type { MetaField } from '../meta-fields.ts'
import { literalOf } from '../pattern.ts'
import type { QueryTimes } from '../query-times.ts'
import type { Bound, ValueTest } from '../query.ts'
import type { SqlBounds } from './sql-bounds.ts'
import { allOf, exactly, NONE } from './sql-bounds.ts'
import type { SqlContext } from './sql-context.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { sqlMatches } from './sql-pattern.ts'
import { sqlValueTest } from './sql-value.ts'
import { NO_TIME_US } from './stored-event.ts'
import { KIND } from './stored-value.ts'

/** `time` of events without one. */
export const SQL_NO_TIME = sqlTime(String(NO_TIME_US))

/** The test of a field about the event. */
export function sqlMetaTest(field: MetaField, test: ValueTest, context: SqlContext): SqlBounds {
  switch (field) {
    case '_time':
      return timeTest(test, context.parameters)
    case '_path': {
      const holds = compileValueTest(field, test)
      const evidence = [...context.paths].filter(([, paths]) => holds(paths)).map(([hash]) => hash)
      return exactly(`hex(evidence) IN ${context.parameters.texts(evidence.map(hash => hash.toUpperCase()))}`)
    }
    case '_rule': {
      const { must, sure } = sqlValueTest(`concat('${KIND.text}', rule)`, test, context.parameters)
      const events = (condition: string) => `id IN (SELECT event FROM matches WHERE ${context.matchesWhere} AND ${condition})`
      return { must: events(must), sure: events(sure) }
    }
    case '_id': {
      const id = test.is === 'pattern' ? literalOf(test.pattern) : null
      if (id !== null && /^[\da-f]{32}$/i.test(id)) return exactly(`id = unhex(${context.parameters.text(id)})`)
      return sqlValueTest(sqlMetaValue(field), test, context.parameters)
    }
    default:
      return sqlValueTest(sqlMetaValue(field), test, context.parameters)
  }
}

/** The stored form of a field about the event. */
export function sqlMetaValue(field: Exclude<MetaField, '_path' | '_rule'>): string {
  switch (field) {
    case '_id':
      return `concat('${KIND.text}', lower(hex(id)))`
    case '_evidence':
      return `concat('${KIND.text}', lower(hex(evidence)))`
    case '_dataset':
      return `concat('${KIND.text}', dataset)`
    case '_subject':
      return `concat('${KIND.text}', subject)`
    case '_record':
      return `concat('${KIND.number}', toString(record))`
    case '_time':
      return `if(time = ${SQL_NO_TIME}, '${KIND.null}', concat('${KIND.text}', ${ISO_TIME}))`
  }
}

const ISO_TIME = "concat(replaceOne(toString(time), ' ', 'T'), 'Z')"

/** That an event's time lies within; holds for all where there are no bounds. */
export function sqlTimeBounds({ from, to }: QueryTimes, parameters: SqlParameters): string {
  const ends = [
    ...(Number.isFinite(from) ? [`time >= ${sqlTime(parameters.integer(from))}`] : []),
    ...(Number.isFinite(to) ? [`time <= ${sqlTime(parameters.integer(to))}`] : []),
  ]
  return ends.length === 0 ? '1' : ends.join(' AND ')
}

/** As instants; a pattern with wildcards against the text that is shown. */
function timeTest(test: ValueTest, parameters: SqlParameters): SqlBounds {
  const present = exactly(`time != ${SQL_NO_TIME}`)
  switch (test.is) {
    case 'null':
      return exactly(`time = ${SQL_NO_TIME}`)
    case 'exists':
      return present
    case 'range':
      return allOf([exactly(`time < ${SQL_NO_TIME}`), endTest(test.from, '>', parameters), endTest(test.to, '<', parameters)])
    case 'pattern': {
      const literal = literalOf(test.pattern)
      return literal === null ? allOf([present, sqlMatches(`lower(${ISO_TIME})`, test.pattern, parameters)]) : instantTest(literal, parameters)
    }
    default:
      return instantTest(test.text, parameters)
  }
}

function instantTest(text: string, parameters: SqlParameters): SqlBounds {
  const time = parseIsoTime(text)
  return time === null ? NONE : exactly(`time = ${sqlTime(parameters.integer(time.microseconds))}`)
}

function endTest(bound: Bound | null, side: '<' | '>', parameters: SqlParameters): SqlBounds {
  if (bound === null) return exactly('1')
  const time = parseIsoTime(bound.value)
  return time === null ? NONE : exactly(`time ${side}${bound.inclusive ? '=' : ''} ${sqlTime(parameters.integer(time.microseconds))}`)
}

function sqlTime(microseconds: string): string {
  return `fromUnixTimestamp64Micro(toInt64(${microseconds}), 'UTC')`
}
