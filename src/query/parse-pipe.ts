import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from '../model/time.ts'
import { MAX_GROUP_FIELDS, MAX_GROUPS } from './defaults.ts'
import type { Pipe } from './query.ts'
import type { Scanner } from './scanner.ts'

/** Units of a timechart's span, the largest first so that formatting finds the shortest. */
export const SPAN_UNITS = [['w', 7 * DAY_US], ['d', DAY_US], ['h', HOUR_US], ['m', MINUTE_US], ['s', SECOND_US]] as const

/** About a century: no span is longer. */
const MAX_SPAN_US = 36_525 * DAY_US

/** What follows the `|`. */
export function parsePipe(scanner: Scanner): Pipe {
  scanner.skipBlanks()
  const from = scanner.at
  const name = scanner.takeName()?.toLowerCase()
  if (name === 'count') return parseCount(scanner, from)
  if (name === 'top') return parseTop(scanner, from)
  if (name === 'timechart') return parseTimechart(scanner, from)
  return scanner.fail('A pipe is missing or unknown', 'Write | count, | count by field, | top 10 field or | timechart span=1h', from)
}

function parseCount(scanner: Scanner, from: number): Pipe {
  scanner.skipBlanks()
  if (!scanner.takeKeyword('by')) return { kind: 'count', by: [], span: { from, to: from + 'count'.length } }
  const by = [parseField(scanner)]
  for (scanner.skipBlanks(); scanner.take(','); scanner.skipBlanks()) by.push(parseField(scanner))
  if (by.length > MAX_GROUP_FIELDS) scanner.fail(`A count has more than ${MAX_GROUP_FIELDS} fields`, 'Count by fewer fields', from)
  return { kind: 'count', by, span: { from, to: scanner.at } }
}

function parseTop(scanner: Scanner, from: number): Pipe {
  scanner.skipBlanks()
  const place = scanner.at
  const limit = Number(scanner.takeName() ?? Number.NaN)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_GROUPS) {
    scanner.fail(`top needs a whole number from 1 to ${MAX_GROUPS}`, 'Write | top 10 field', place)
  }
  return { kind: 'top', limit, field: parseField(scanner), span: { from, to: scanner.at } }
}

function parseTimechart(scanner: Scanner, from: number): Pipe {
  scanner.skipBlanks()
  const place = scanner.at
  const mend = 'Write | timechart span=1h, with s, m, h, d or w'
  if (!scanner.takeKeywordBefore('span', '=')) scanner.fail('timechart needs a span', mend, place)
  const parts = /^(\d{1,9})([smhdw])$/i.exec(scanner.takeName() ?? '')
  const unit = SPAN_UNITS.find(([letter]) => letter === parts?.[2]?.toLowerCase())
  const spanUs = Number(parts?.[1]) * (unit?.[1] ?? Number.NaN)
  if (!(spanUs > 0 && spanUs <= MAX_SPAN_US)) scanner.fail('The span is no length of time', mend, place)
  return { kind: 'timechart', spanUs, span: { from, to: scanner.at } }
}

function parseField(scanner: Scanner): string {
  scanner.skipBlanks()
  const from = scanner.at
  const name = scanner.next === '"' ? scanner.readQuotedName() : scanner.takeName()
  if (name === null || name === '') scanner.fail('The name of a field is missing', 'Write a name, in quotes if it holds blanks', from)
  return name
}
