import { parseIsoTime } from '../src/model/time.ts'
import type { FieldValue } from '../src/model/value.ts'
import type { Pattern, PatternPart } from '../src/query/pattern.ts'
import type { Expression, ValueTest } from '../src/query/query.ts'
import type { QueryEvent } from '../src/query/query-event.ts'

/**
 * The meaning of the language said a second time, as plainly as possible and as slowly as that is: what `compileQuery` is held
 * against. It shares no code with it; networks it knows only as IPv4.
 */
export function holds(expression: Expression, event: QueryEvent): boolean {
  switch (expression.kind) {
    case 'all':
      return true
    case 'and':
      return expression.terms.filter(term => !holds(term, event)).length === 0
    case 'or':
      return expression.terms.filter(term => holds(term, event)).length > 0
    case 'not':
      return !holds(expression.term, event)
    case 'text': {
      const star = { wildcard: '*' } as const
      const contains = [star, ...expression.pattern, star]
      return [...event.values()].flatMap(leaves).some(leaf => typeof leaf === 'string' && matches(contains, leaf))
    }
    case 'field': {
      const value = event.field(expression.field)
      return value === undefined ? false : members(value).some(member => memberHolds(expression.field, expression.test, member))
    }
  }
}

function members(value: FieldValue): FieldValue[] {
  return Array.isArray(value) ? value.flatMap(members) : [value]
}

function leaves(value: FieldValue): FieldValue[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]
}

function memberHolds(field: string, test: ValueTest, member: FieldValue): boolean {
  if (test.is === 'null') return member === null
  if (test.is === 'exists') return member !== null
  if (member === null || typeof member === 'object') return false
  switch (test.is) {
    case 'pattern':
      return matches(test.pattern, String(member))
    case 'number':
      return typeof member === 'string' || typeof member === 'boolean'
        ? String(member).toLowerCase() === test.text.toLowerCase()
        : Number(member) === Number(test.text)
    case 'range': {
      const order = field === '_time' ? orderTimes : orderValues
      const low = test.from === null ? 1 : order(member, test.from.value)
      const high = test.to === null ? -1 : order(member, test.to.value)
      return (low > 0 || (low === 0 && test.from?.inclusive === true)) && (high < 0 || (high === 0 && test.to?.inclusive === true))
    }
    case 'network': {
      const [base = '', length = ''] = test.text.split('/')
      const bits = Number(length)
      const isAddress = typeof member === 'string' && /^\d+\.\d+\.\d+\.\d+$/.test(member)
      return isAddress && binary(member).slice(0, bits) === binary(base).slice(0, bits)
    }
  }
}

const NUMERIC = /^[+-]?\d+(\.\d+)?$/

function orderValues(value: FieldValue, bound: string): number {
  if (!NUMERIC.test(bound)) {
    const [a, b] = [Buffer.from(String(value).toLowerCase()), Buffer.from(bound.toLowerCase())]
    return Buffer.compare(a, b)
  }
  return typeof value === 'boolean' || !NUMERIC.test(String(value)) ? Number.NaN : Number(value) - Number(bound)
}

function orderTimes(value: FieldValue, bound: string): number {
  return (parseIsoTime(String(value))?.microseconds ?? Number.NaN) - (parseIsoTime(bound)?.microseconds ?? Number.NaN)
}

function binary(address: string): string {
  return address.split('.').map(octet => Number(octet).toString(2).padStart(8, '0')).join('')
}

/** By a table of which prefixes match which: dynamic programming, quadratic. */
export function matches(pattern: Pattern, text: string): boolean {
  const characters = [...text.toLowerCase()]
  const lettersOf = (part: string) => [...part.toLowerCase()].map(character => ({ text: character }))
  const tokens = pattern.flatMap((part): PatternPart[] => ('text' in part ? lettersOf(part.text) : [part]))
  let row = characters.map(() => false)
  row.unshift(true)
  for (const token of tokens) {
    const next = row.map(() => false)
    for (let i = 0; i <= characters.length; i++) {
      if ('wildcard' in token && token.wildcard === '*') next[i] = row[i]! || (i > 0 && next[i - 1]!)
      else if (i > 0) next[i] = row[i - 1]! && ('wildcard' in token || token.text === characters[i - 1])
    }
    row = next
  }
  return row.at(-1)!
}
