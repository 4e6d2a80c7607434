import { isFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { MAX_DEPTH, MAX_INTEGER_DIGITS } from './defaults.ts'
import { JsonScanner } from './json-scanner.ts'
import type { ScanFault } from './json-scanner.ts'
import { setField } from './lift.ts'

export type ParsedRecord =
  | {
    readonly fields: MutableFields
    /** They are what `JSON.parse` makes of the text. */
    readonly isPlain: boolean
  }
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
  const parsed = parseJson(text)
  if (parsed === undefined) return faultIn(text) ?? { reason: 'not valid JSON: a number, word, escape or control character', at: 0 }
  const { value, isPlain } = parsed
  return isFields(value) ? { fields: value, isPlain } : { reason: 'not an object', at: 0 }
}

/** Undefined when it is not JSON. */
function parseJson(text: string): { readonly value: FieldValue; readonly isPlain: boolean } | undefined {
  try {
    const value: FieldValue = JSON.parse(text)
    if (!isFields(value)) return { value, isPlain: true }
    const huge = hugeIn(value)
    if (huge.length === 0) return { value, isPlain: true }
    return { value: huge.every(name => makeExact(text, value, name)) ? value : JSON.parse(text, reviveHuge), isPlain: false }
  } catch {
    return undefined
  }
}

/** The top-level members that are integers beyond 2⁵³; one that merely contains such counts too. A loop over values is the fast way. */
function hugeIn(record: Fields): readonly string[] {
  const values = Object.values(record)
  let found: string[] | undefined
  for (let i = 0; i < values.length; i++) if (hasHuge(values[i])) (found ??= []).push(Object.keys(record)[i]!)
  return found ?? NONE
}

const NONE: readonly string[] = []

function hasHuge(value: FieldValue | undefined): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasHuge)
}

/**
 * Puts in the exact integer of a top-level member, which is where sources have them (`Keywords`), without parsing the text again slowly.
 * False when it cannot be sure: the name is written twice or with escapes, or the integer lies deeper.
 */
function makeExact(text: string, record: MutableFields, name: string): boolean {
  const written = `"${name}":`
  const at = text.indexOf(written)
  if (at < 1 || text[at - 1] === '\\' || text.includes(written, at + 1)) return false
  const digits = /^ *(-?\d{16,100})(?![\d.eE])/.exec(text.slice(at + written.length, at + written.length + MAX_INTEGER_DIGITS))?.[1]
  if (digits === undefined || record[name] !== Number(digits)) return false
  setField(record, name, BigInt(digits))
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
