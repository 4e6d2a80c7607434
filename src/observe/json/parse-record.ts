import { isFields } from '../../model/value.ts'
import type { FieldValue, MutableFields } from '../../model/value.ts'
import { MAX_DEPTH, MAX_INTEGER_DIGITS } from './defaults.ts'
import { JsonScanner } from './json-scanner.ts'
import type { ScanFault } from './json-scanner.ts'

export type ParsedRecord =
  | { readonly fields: MutableFields }
  /** `at` is the index in the text at which parsing failed. */
  | { readonly reason: string; readonly at: number }

/**
 * Text of one record → its fields. Integers that a double cannot hold are bigints; of a name that comes twice, the last value counts;
 * nothing deeper than {@link MAX_DEPTH} reaches the parser. Never throws.
 */
export function parseRecord(text: string): ParsedRecord {
  if (mayBeTooDeep(text)) {
    const fault = faultIn(text)
    if (fault !== undefined) return fault
  }
  const value = parseJson(text)
  if (value === undefined) return faultIn(text) ?? { reason: 'not valid JSON: a number, word, escape or control character', at: 0 }
  return isFields(value) ? { fields: value } : { reason: 'not an object', at: 0 }
}

/** Undefined when it is not JSON. */
function parseJson(text: string): FieldValue | undefined {
  try {
    const value: FieldValue = JSON.parse(text)
    if (!HUGE_NUMBER.test(text)) return value
    return isFields(value) && repairHuge(text, value) ? value : JSON.parse(text, reviveHuge)
  } catch {
    return undefined
  }
}

/** A number of sixteen digits or more, as a member's value, in a list, or by itself; also found in texts, where it does no harm. */
const HUGE_NUMBER = /(?:^|[:,[\s])-?\d{16}/
const HUGE_MEMBER = /(?<=([:,[\s]))-?\d{16,}(?![\d.eE])/g

/**
 * Puts in the exact integers of top-level members, which is where sources have them (`Keywords`), without parsing the text again slowly.
 * False when it cannot be sure that it found all: the name is written twice, escaped, or the number is somewhere else.
 */
function repairHuge(text: string, record: MutableFields): boolean {
  const exact: [string, bigint][] = []
  for (const match of text.matchAll(HUGE_MEMBER)) {
    const [digits] = match
    if (Number.isSafeInteger(Number(digits))) continue
    const close = match.index - 2
    const open = text.lastIndexOf('"', close - 1)
    if (match[1] !== ':' || text[close] !== '"' || open < 1 || text[open - 1] === '\\') return false
    const name = text.slice(open + 1, close)
    const written = text.slice(open, match.index)
    if (text.indexOf(written) !== open || text.includes(written, open + 1)) return false
    if (record[name] !== Number(digits) || digits.length > MAX_INTEGER_DIGITS) return false
    exact.push([name, BigInt(digits)])
  }
  for (const [name, value] of exact) Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
  return true
}

function reviveHuge(_name: string, value: FieldValue, context?: { readonly source?: string }): FieldValue {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  if (!/^-?\d+$/.test(source)) return value
  return source.length > MAX_INTEGER_DIGITS ? source : BigInt(source)
}

/** As many opening brackets as a record too deep must have. A count is fast, and nearly every record has fewer. */
function mayBeTooDeep(text: string): boolean {
  let found = 0
  for (const bracket of '{[') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++found > MAX_DEPTH) return true
  }
  return false
}

/** The first fault in the text's structure, if any. */
function faultIn(text: string): { readonly reason: string; readonly at: number } | undefined {
  const bytes = Buffer.from(text)
  const faults: ScanFault[] = []
  const scanner = new JsonScanner({
    begin() {},
    fault: fault => faults.push(fault),
    end: (_offset, fault) => {
      if (fault !== undefined) faults.push(fault)
    },
  })
  scanner.push(bytes, 0)
  scanner.end(bytes.length)
  const [first] = faults
  return first && { reason: first.reason, at: bytes.toString('utf8', 0, first.offset).length }
}
