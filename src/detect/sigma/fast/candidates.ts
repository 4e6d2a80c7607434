import type { DatasetView } from '../../../model/mappings.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { allStrings, textsOf } from '../evaluate/event-texts.ts'
import type { NamePlans } from './name-plans.ts'
import type { SourceIndex } from './source-index.ts'

/**
 * Sets the bits of the rules that an event may match, by what it has; those already set stay.
 *
 * @param scratch as long as `bits`, all zero, and so again on return
 */
export function markCandidates(
  fields: Fields, view: DatasetView, plans: NamePlans, keywords: SourceIndex | null, bits: Int32Array, scratch: Int32Array,
): void {
  const { names, keys, sources, memos, nested, keywordMemos } = plans.planFor(fields)
  for (let i = 0; i < keys.length; i++) {
    const value = fields[keys[i]!]
    if (value === undefined) return markEvery(fields, view, plans, keywords, bits)
    if (typeof value === 'string') {
      markPresent(sources[i]!, bits)
      memos[i]?.mark(value, bits, scratch)
    } else if (typeof value === 'number') {
      markPresent(sources[i]!, bits)
      memos[i]?.mark(String(value), bits, scratch)
    } else markValue(value, sources[i]!, bits)
  }
  for (const { field, category, source } of nested) markValue(view.lookUp(fields, field, category), source, bits)
  if (keywords === null || keywords.automaton === null) return
  for (let i = 0; i < names.length; i++) {
    const value = fields[names[i]!]
    if (typeof value === 'string') {
      const memo = keywordMemos[i]!
      if (memo === null) keywords.automaton.mark(value, bits)
      else memo.mark(value, bits, scratch)
    }
    else if (typeof value === 'object' && value !== null) for (const text of allStrings({ value })) keywords.automaton.mark(text, bits)
  }
}

/** For an event with a name that has no value: such a name is passed over where others may stand for it. */
function markEvery(fields: Fields, view: DatasetView, { lookUps }: NamePlans, keywords: SourceIndex | null, bits: Int32Array): void {
  for (const { field, category, source } of lookUps) markValue(view.lookUp(fields, field, category), source, bits)
  const automaton = keywords?.automaton ?? null
  if (automaton !== null) for (const text of allStrings(fields)) automaton.mark(text, bits)
}

function markValue(value: FieldValue | undefined, source: SourceIndex, bits: Int32Array): void {
  if (value === undefined) return
  markPresent(source, bits)
  const { automaton } = source
  if (automaton === null) return
  if (typeof value === 'string') automaton.mark(value, bits)
  else if (typeof value !== 'object') automaton.mark(String(value), bits)
  else if (value !== null) for (const text of textsOf(value)) automaton.mark(text, bits)
}

function markPresent({ present }: SourceIndex, bits: Int32Array): void {
  for (let i = 0; i < present.length; i++) {
    const position = present[i]!
    bits[position >>> 5]! |= 1 << (position & 31)
  }
}
