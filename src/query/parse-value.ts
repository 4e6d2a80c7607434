import { parseIsoTime } from '../model/time.ts'
import { parseNetwork } from './address.ts'
import { TIME_FIELD } from './meta-fields.ts'
import { parseNumber } from './number-text.ts'
import type { Pattern } from './pattern.ts'
import { isAny, literalOf } from './pattern.ts'
import type { Bound, ValueTest } from './query.ts'
import type { Scanner } from './scanner.ts'

/** What follows `field:`, a list aside. */
export function parseValueTest(scanner: Scanner, field: string): ValueTest {
  const from = scanner.at
  if (scanner.next === '"') return patternTest(scanner, field, scanner.readQuoted(), from)
  if (scanner.next === '[' || scanner.next === '{') return parseRange(scanner, field)
  if (scanner.next === '<' || scanner.next === '>') return parseComparison(scanner, field)
  return parseWord(scanner, field)
}

function parseWord(scanner: Scanner, field: string): ValueTest {
  const from = scanner.at
  const pattern = scanner.readWord()
  if (pattern.length === 0) scanner.fail(`A value is missing after ${field}:`, `Write ${field}:value, or ${field}:* for any value`)
  const written = scanner.text.slice(from, scanner.at)
  if (/^(?:and|or|not)$/i.test(written)) {
    scanner.fail(`A value is missing before "${written}"`, `Write a value, or quote the word: "${written}"`, from)
  }
  if (written.toLowerCase() === 'null') return { is: 'null' }
  if (field !== TIME_FIELD) {
    if (parseNumber(written) !== null) return { is: 'number', text: written }
    if (parseNetwork(written) !== null) return { is: 'network', text: written }
  }
  return patternTest(scanner, field, pattern, from)
}

function patternTest(scanner: Scanner, field: string, pattern: Pattern, from: number): ValueTest {
  if (isAny(pattern)) return { is: 'exists' }
  const literal = literalOf(pattern)
  if (literal !== null) checkTime(scanner, field, literal, from)
  return { is: 'pattern', pattern }
}

/** `>=5`, `< "b"`: ranges with one end. */
function parseComparison(scanner: Scanner, field: string): ValueTest {
  const above = scanner.next === '>'
  scanner.at++
  const inclusive = scanner.take('=')
  scanner.skipBlanks()
  const from = scanner.at
  const value = literalBound(scanner, scanner.next === '"' ? scanner.readQuoted() : scanner.readWord(), from)
  checkTime(scanner, field, value, from)
  const bound: Bound = { value, inclusive }
  return above ? { is: 'range', from: bound, to: null } : { is: 'range', from: null, to: bound }
}

function parseRange(scanner: Scanner, field: string): ValueTest {
  const start = scanner.at
  const fromInclusive = scanner.next === '['
  scanner.at++
  const from = parseBound(scanner, field)
  scanner.skipBlanks()
  if (!scanner.takeKeyword('to')) {
    scanner.fail('A range needs TO between its ends', 'Write field:[a TO b]; a value that begins with a bracket goes in quotes')
  }
  const to = parseBound(scanner, field)
  scanner.skipBlanks()
  const toInclusive = scanner.next === ']'
  if (!scanner.take(']') && !scanner.take('}')) {
    scanner.fail('A range is not closed', 'Close it with ] to include its end, with } to exclude it', start)
  }
  if (from === null && to === null) scanner.fail('A range needs at least one end', `Write ${field}:* for any value`, start)
  return {
    is: 'range',
    from: from === null ? null : { value: from, inclusive: fromInclusive },
    to: to === null ? null : { value: to, inclusive: toInclusive },
  }
}

/** Null for `*`, the open end. */
function parseBound(scanner: Scanner, field: string): string | null {
  scanner.skipBlanks()
  const from = scanner.at
  const quoted = scanner.next === '"'
  const pattern = quoted ? scanner.readQuoted() : scanner.readBoundWord()
  if (!quoted && isAny(pattern)) return null
  const value = literalBound(scanner, pattern, from)
  checkTime(scanner, field, value, from)
  return value
}

function literalBound(scanner: Scanner, pattern: Pattern, from: number): string {
  const literal = literalOf(pattern)
  const quoted = scanner.text.charAt(from) === '"'
  if (literal === null) {
    scanner.fail('An end of a range holds a wildcard', 'Write the value in full, with \\* and \\? for the characters themselves', from)
  }
  if (literal === '' && !quoted) scanner.fail('An end of a range is missing', 'Write a value, or * for an open end in brackets', from)
  return literal
}

function checkTime(scanner: Scanner, field: string, value: string, from: number): void {
  if (field === TIME_FIELD && parseIsoTime(value) === null) {
    scanner.fail(`"${value.slice(0, 40)}" is no time`, 'Write ISO 8601, as 2026-04-17 or 2026-04-17T05:24:53Z', from)
  }
}
