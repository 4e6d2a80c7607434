import type { FieldValue } from '../../../model/value.ts'
import { formText, type TextForm } from '../rule/letters.ts'
import { holdsAddress, parseCidr } from '../rule/network.ts'
import { compileRegex } from '../rule/regex.ts'
import type { CompareOperator, TextPosition, TextTest, ValueTest } from '../rule/rule.ts'
import { compileText, type Place, type TextMatcher } from '../rule/text-matcher.ts'
import { mapText, type TextPattern } from '../rule/text-pattern.ts'
import { membersOf } from './event-texts.ts'
import type { FieldSlot, KeywordSlot } from './event-view.ts'
import { timePartOf } from './time-part.ts'

/** One test of one value of a rule, compiled for a field of the event being shown. */
export interface ValueMatcher {
  holds(): boolean
  /** The text that held and the place in it, where the test is one of text. */
  find(): { readonly text: string; readonly place: Place } | null
}

/** What tests need to reach: the item's own field (or all strings), and other fields by name. */
export interface Slots {
  readonly source: FieldSlot | KeywordSlot
  /** The same, when it is a field. */
  readonly field: FieldSlot | null
  other(name: string): FieldSlot
}

export function compileTest(test: ValueTest, slots: Slots): ValueMatcher {
  switch (test.kind) {
    case 'text':
      return textMatcher(slots, formOf(test), compileText(formedPattern(test)))
    case 'regex':
      return textMatcher(slots, 'cased', regexMatcher(test.source, test.flags))
    case 'network': {
      const network = parseCidr(test.network)
      return textMatcher(slots, 'cased', wholeText(text => network !== null && holdsAddress(network, text)))
    }
    case 'null':
      return valueMatcher(slots, isNull)
    case 'exists':
      return valueMatcher(slots, value => (value !== undefined) === (test.expected === 'present'))
    case 'compare': {
      const { operator, number, part } = test
      return valueMatcher(slots, value => membersOf(value).some(member => compares(numberOf(member, part), operator, number)))
    }
    case 'field': {
      const form: TextForm = test.letters
      const other = slots.other(test.field)
      const holds = (text: string) => other.seen().texts(form).some(reference => stands(text, test.position, reference.text))
      return textMatcher(slots, form, wholeText(holds))
    }
  }
}

export function formOf({ letters, dashes }: TextTest): TextForm {
  return dashes === 'level' ? `${letters}-level` : letters
}

/** The pattern of a text test, for texts in its form. */
export function formedPattern(test: TextTest): TextPattern {
  const form = formOf(test)
  return mapText(test.pattern, text => formText(text, form))
}

function textMatcher(slots: Slots, form: TextForm, matcher: TextMatcher): ValueMatcher {
  const { source } = slots
  return {
    holds: () => source.seen().texts(form).some(({ text }) => matcher.test(text)),
    find() {
      const index = source.seen().texts(form).findIndex(({ text }) => matcher.test(text))
      const place = index < 0 ? null : matcher.find(source.seen().texts(form)[index]!.text)
      return place === null ? null : { text: source.seen().texts('cased')[index]!.text, place }
    },
  }
}

function valueMatcher({ field }: Slots, test: (value: FieldValue | undefined) => boolean): ValueMatcher {
  return { holds: () => field !== null && test(field.seen().value), find: () => null }
}

/**
 * `null` means that there is no value: the field is null, or absent. The specification leaves this to the target; the authors of rules
 * write `filter: {Image: null}` for events without the field, and every other evaluator takes it so. The empty text is a value, and
 * `exists` tells null from absent.
 */
function isNull(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.includes(null))
}

function wholeText(test: (text: string) => boolean): TextMatcher {
  return { test, find: text => (test(text) ? { from: 0, to: text.length } : null) }
}

function regexMatcher(source: string, flags: string): TextMatcher {
  const compiled = compileRegex(source, flags)
  if (compiled.kind === 'failed') return wholeText(() => false)
  const { regex } = compiled
  return {
    test: text => regex.test(text),
    find(text) {
      const matcher = regex.matcher(text)
      return matcher.find() ? { from: matcher.start(), to: matcher.end() } : null
    },
  }
}

function stands(text: string, position: TextPosition, reference: string): boolean {
  switch (position) {
    case 'whole':
      return text === reference
    case 'start':
      return text.startsWith(reference)
    case 'end':
      return text.endsWith(reference)
    case 'anywhere':
      return text.includes(reference)
  }
}

/** A number, or a text that writes one in decimal or as `0x…`; of a date the part asked for. */
function numberOf(member: ReturnType<typeof membersOf>[number], part: Parameters<typeof timePartOf>[1] | null): number | bigint | null {
  if (part !== null) return typeof member === 'string' ? timePartOf(member, part) : null
  if (typeof member === 'number' || typeof member === 'bigint') return member
  if (typeof member !== 'string') return null
  if (/^(-?\d{1,40}|0x[0-9a-f]{1,32})$/i.test(member)) return member.startsWith('-') ? -BigInt(member.slice(1)) : BigInt(member)
  return /^-?\d{1,40}\.\d{1,40}(e[+-]?\d{1,3})?$/i.test(member) ? Number(member) : null
}

function compares(value: number | bigint | null, operator: CompareOperator, number: number | bigint): boolean {
  if (value === null) return false
  switch (operator) {
    case 'eq':
      return value == number // oxlint-disable-line eqeqeq -- 5n and 5 are the same number
    case 'lt':
      return value < number
    case 'lte':
      return value <= number
    case 'gt':
      return value > number
    case 'gte':
      return value >= number
  }
}
