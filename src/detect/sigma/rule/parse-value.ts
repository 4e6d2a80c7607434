import { MODIFIERS } from './modifiers.ts'
import { parseCidr } from './network.ts'
import { parseTextTests } from './parse-text-tests.ts'
import { compileRegex } from './regex.ts'
import type { CompareOperator, ItemValue, TimePart, ValueTest } from './rule.ts'
import { literalText, parsePattern } from './text-pattern.ts'
import { complain, lettersOf, positionOf, quote, refuse, shownField, textsOf, type ValueInput } from './value-input.ts'

/** Applies the modifiers in the order written; null when the value does not fit them, which is then reported. */
export function parseValue(input: ValueInput): ItemValue | null {
  const { value, modifiers } = input
  if (typeof value === 'object' && value !== null) {
    complain(input, 'SIGMA-E024', { place: `a value of ${shownField(input)}`, found: Array.isArray(value) ? 'a list' : 'a map' })
    return null
  }
  const tests = parseTests(input, modifiers.find(modifier => kindsWithOwnValues.has(MODIFIERS.get(modifier)!)))
  return tests === null ? null : { written: String(value), tests }
}

const kindsWithOwnValues = new Set(['regex', 'network', 'field', 'existence', 'compare', 'time'])

function parseTests(input: ValueInput, deciding: string | undefined): ValueTest[] | null {
  switch (deciding === undefined ? 'text' : MODIFIERS.get(deciding)) {
    case 'existence':
      return parseExists(input)
    case 'compare':
    case 'time':
      return parseCompare(input)
    case 'field':
      return parseFieldReference(input)
    case 'network':
      return parseNetworks(input)
    case 'regex':
      return parseRegexes(input)
    default:
      return input.value === null ? parseNull(input) : parseTextTests(input)
  }
}

function parseNull(input: ValueInput): ValueTest[] | null {
  const other = input.modifiers.find(modifier => modifier !== 'neq' && modifier !== 'all' && modifier !== 'cased')
  if (other !== undefined) return refuse(input, other, 'a text')
  if (input.field === '') return refuse(input, 'a keyword', 'a text')
  return [{ kind: 'null' }]
}

function parseExists(input: ValueInput): ValueTest[] | null {
  if (typeof input.value !== 'boolean') return refuse(input, 'exists', 'true or false')
  return [{ kind: 'exists', expected: input.value ? 'present' : 'absent' }]
}

function parseCompare(input: ValueInput): ValueTest[] | null {
  const operator = input.modifiers.find((modifier): modifier is CompareOperator => MODIFIERS.get(modifier) === 'compare')
  const part = input.modifiers.find((modifier): modifier is TimePart => MODIFIERS.get(modifier) === 'time')
  if (typeof input.value !== 'number' && typeof input.value !== 'bigint') return refuse(input, operator ?? part ?? '', 'a number')
  if (part !== undefined && operator === undefined && !isPossible(input.value, part)) {
    return refuse(input, part, `a whole number from ${TIME_RANGES[part].join(' to ')}`)
  }
  return [{ kind: 'compare', operator: operator ?? 'eq', number: input.value, part: part ?? null }]
}

/** Modifiers appendix, "Time Modifiers"; a year by ISO 8601 may have a 53rd week. */
const TIME_RANGES: Readonly<Record<TimePart, readonly [least: number, most: number]>> = {
  minute: [0, 59], hour: [0, 23], day: [1, 31], week: [1, 53], month: [1, 12], year: [0, 9999],
}

function isPossible(value: number | bigint, part: TimePart): boolean {
  const [least, most] = TIME_RANGES[part]
  return Number.isInteger(Number(value)) && value >= least && value <= most
}

function parseFieldReference(input: ValueInput): ValueTest[] | null {
  if (typeof input.value !== 'string' || input.value === '') return refuse(input, 'fieldref', 'the name of a field')
  const field = literalText(parsePattern(input.value))
  if (field === null) return refuse(input, 'fieldref', 'the name of a field, without wildcards')
  return [{ kind: 'field', field, position: positionOf(input.modifiers), letters: lettersOf(input.modifiers) }]
}

function parseNetworks(input: ValueInput): ValueTest[] | null {
  const networks = textsOf(input, 'cidr')
  const wrong = networks?.find(text => parseCidr(text) === null)
  if (wrong !== undefined) return complain(input, 'SIGMA-E019', { value: quote(wrong) })
  return networks?.map(network => ({ kind: 'network', network })) ?? null
}

function parseRegexes(input: ValueInput): ValueTest[] | null {
  const flags = input.modifiers.filter(modifier => MODIFIERS.get(modifier) === 'regex-flag').join('')
  const position = positionOf(input.modifiers)
  const tests: ValueTest[] = []
  for (const text of textsOf(input, 're') ?? []) {
    const plain = compileRegex(text, flags)
    if (plain.kind === 'failed') return complain(input, 'SIGMA-E018', { value: quote(text), reason: plain.reason })
    const source = position === 'start' ? `\\A(?:${text})` : position === 'end' ? `(?:${text})\\z` : text
    tests.push({ kind: 'regex', source, flags })
  }
  return tests
}
