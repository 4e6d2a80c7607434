import type { PatternField, PatternPart, TextPattern } from '../../model/text-pattern.ts'
import type { FieldValue } from '../../model/value.ts'
import { closingQuote } from '../log/closing-quote.ts'
import { rowValues } from '../csv/row.ts'
import { guessTime } from '../text/timestamps.ts'
import { readExtension } from './read-extension.ts'
import { readPairs } from './read-pairs.ts'

/** The fields of a text that fits a pattern, in their order. */
export type FoundFields = [name: string, value: FieldValue][]

/** What a `columns` field calls its values. */
export interface ColumnNames {
  readonly names: readonly string[]
  readonly delimiter: string
}

/**
 * The fields that a pattern finds in a text; null when the text does not fit. Reading goes on from left to right and never back, but for an
 * optional part that does not fit and is passed over: linear in the text for each part.
 */
export function matchPattern({ parts }: TextPattern, text: string, columns?: ColumnNames): FoundFields | null {
  const found: FoundFields = []
  return matchParts(parts, text, passBlanks(text, 0), found, columns) < 0 ? null : found
}

/** Where the parts end in the text; -1 when they do not fit. */
function matchParts(parts: readonly PatternPart[], text: string, from: number, found: FoundFields, columns?: ColumnNames): number {
  let at = from
  for (const part of parts) {
    if (part.kind === 'literal') at = passLiteral(part.text, text, at)
    else if (part.kind === 'field') at = takeField(part, text, at, found, columns)
    else {
      const kept = found.length
      const end = matchParts(part.parts, text, at, found, columns)
      if (end < 0) found.length = kept
      else at = end
    }
    if (at < 0) return -1
  }
  return at
}

/** A blank in a pattern stands for one or more: programs pad their columns. */
function passLiteral(literal: string, text: string, from: number): number {
  let at = from
  for (let i = 0; i < literal.length; i++) {
    const code = literal.charCodeAt(i)
    const isRun = code === BLANK
    if (isRun ? !isBlank(text.charCodeAt(at)) : text.charCodeAt(at) !== code) return -1
    at = isRun ? passBlanks(text, at + 1) : at + 1
  }
  return at
}

const BLANK = 0x20

function passBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at++
  return at
}

/** Where a literal is first found, with its blanks standing for one or more; each place and each run of blanks is looked at once. */
function findLiteral(literal: string, text: string, from: number): number {
  const blank = literal.indexOf(' ')
  if (blank < 0) return text.indexOf(literal, from)
  const stem = blank === 0 ? ' ' : literal.slice(0, blank)
  for (let at = text.indexOf(stem, from); at >= 0; at = text.indexOf(stem, at + 1)) {
    const isWithinRun = blank === 0 && at > from && isBlank(text.charCodeAt(at - 1))
    if (!isWithinRun && passLiteral(literal, text, at) >= 0) return at
  }
  return -1
}

function takeField(field: PatternField, text: string, from: number, found: FoundFields, columns?: ColumnNames): number {
  const { name, type } = field
  switch (type) {
    case 'text': return take(name, text, from, endOfText(field, text, from), found)
    case 'escaped': return take(name, text, from, endOfEscaped(field, text, from), found, value => value.replace(/\\([|\\])/g, '$1'))
    case 'time': return take(name, text, from, endOfTime(field, text, from), found)
    case 'word': return takeSome(name, text, from, endOfWord(field, text, from), found)
    case 'int': return takeSome(name, text, from, endOf(INTEGER, text, from), found, wholeNumber)
    case 'ip': return takeSome(name, text, from, endOfAddress(text, from), found)
    case 'mac': return takeSome(name, text, from, endOf(MAC, text, from), found)
    case 'quoted': return takeQuoted(name, text, from, found)
    case 'pairs': return takeRest(readPairs(text.slice(from)), text, found)
    case 'cef': return takeRest(readExtension(text.slice(from)), text, found)
    case 'leef': return takeRest(readPairs(text.slice(from), delimiterIn(found)), text, found)
    case 'columns': return takeRest(columnValues(text.slice(from), columns), text, found)
  }
}

/** A lone dash stands for nothing in text logs. */
function take(
  name: string,
  text: string,
  from: number,
  end: number,
  found: FoundFields,
  convert: (value: string) => FieldValue = value => value,
): number {
  if (end < 0) return -1
  const value = name === '' ? '' : text.slice(from, end).trim()
  if (value !== '' && value !== '-') found.push([name, convert(value)])
  return end
}

function takeSome(
  name: string,
  text: string,
  from: number,
  end: number,
  found: FoundFields,
  convert?: (value: string) => FieldValue,
): number {
  return end <= from ? -1 : take(name, text, from, end, found, convert)
}

function takeRest(values: FoundFields, text: string, found: FoundFields): number {
  for (const value of values) found.push(value)
  return text.length
}

function endOfText({ before, mayReachEnd }: PatternField, text: string, from: number): number {
  let end = mayReachEnd ? text.length : -1
  for (const literal of before) {
    const at = findLiteral(literal, text, from)
    if (at >= 0 && (end < 0 || at < end)) end = at
  }
  return end
}

/** What is there must be a time, in whatever form: so a line's own stamp tells it from prose. */
function endOfTime(field: PatternField, text: string, from: number): number {
  const end = endOfText(field, text, from)
  return end > from && guessTime(text.slice(from, end), ANY_DATE) !== null ? end : -1
}

/** Where only whether there is a time matters. */
const ANY_DATE = Date.UTC(2020, 0, 1) * 1_000

function endOfEscaped(field: PatternField, text: string, from: number): number {
  let end = endOfText(field, text, from)
  for (; end >= 0 && end < text.length && isEscaped(text, from, end); end = endOfText(field, text, end + 1));
  return end
}

function isEscaped(text: string, from: number, at: number): boolean {
  let slashes = 0
  while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
  return slashes % 2 === 1
}

function endOfWord({ before }: PatternField, text: string, from: number): number {
  let end = from
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++
  for (const literal of before) {
    const stem = literal.split(' ', 1)[0]!
    const at = stem === '' ? -1 : findLiteral(literal, text.slice(0, end + WORD_AHEAD), from)
    if (at >= 0 && at < end) end = at
  }
  return end
}

/** How far a literal that ends a word may reach beyond it, with the blanks in it. */
const WORD_AHEAD = 256

function isBlank(code: number): boolean {
  return code === BLANK || code === 0x09
}

const INTEGER = /-?[0-9]{1,20}/y
const MAC = /[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5,7}|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}|[0-9A-Fa-f]{12}/y
const IPV4 = /\d{1,3}(?:\.\d{1,3}){3}/y
const IPV6 = /(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4})(?:%[\w.-]{1,32})?/y

/** @param form sticky, and bounded */
function endOf(form: RegExp, text: string, from: number): number {
  form.lastIndex = from
  return form.test(text) ? form.lastIndex : -1
}

function endOfAddress(text: string, from: number): number {
  const end = endOf(IPV4, text, from)
  return end < 0 ? endOf(IPV6, text, from) : end
}

function wholeNumber(text: string): FieldValue {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}

function takeQuoted(name: string, text: string, from: number, found: FoundFields): number {
  if (text[from] !== '"') return -1
  const end = closingQuote(text, from + 1)
  if (end < 0) return -1
  if (name !== '' && end > from + 1) found.push([name, text.slice(from + 1, end).replace(/\\(["\\])/g, '$1')])
  return end + 1
}

/** LEEF 2.0 names its delimiter before its attributes, as a character or as its code (`x5E`, `0x5E`); without one it is a tab. */
function delimiterIn(found: FoundFields): string {
  const named = found.find(([name]) => name === 'leef_delimiter')?.[1]
  if (typeof named !== 'string') return '\t'
  const code = /^0?x([0-9A-Fa-f]{2,4})$/.exec(named)?.[1]
  return code === undefined ? named[0]! : String.fromCharCode(Number.parseInt(code, 16))
}

function columnValues(text: string, columns: ColumnNames = { names: [], delimiter: ',' }): FoundFields {
  const found: FoundFields = []
  const values = rowValues(text, columns.delimiter)
  for (let i = 0; i < values.length && i < columns.names.length; i++) {
    const name = columns.names[i]!
    if (name !== '' && values[i] !== '') found.push([name, values[i]!])
  }
  return found
}
