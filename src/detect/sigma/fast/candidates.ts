import type { DatasetView } from '../../../model/mappings.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { allStrings, textsOf } from '../evaluate/event-texts.ts'
import type { NamePlans } from './name-plans.ts'
import type { SourceIndex } from './source-index.ts'

/** Sets the bits of the rules that an event may match, by what it has; those already set stay. */
export function markCandidates(fields: Fields, view: DatasetView, plans: NamePlans, keywords: SourceIndex | null, bits: Int32Array): void {
  const { keys, sources, nested } = plans.planFor(fields)
  for (let i = 0; i < keys.length; i++) {
    const value = fields[keys[i]!]
    if (value === undefined) return markEvery(fields, view, plans, keywords, bits)
    markValue(value, sources[i]!, bits)
  }
  for (const { field, category, source } of nested) markValue(view.lookUp(fields, field, category), source, bits)
  if (keywords !== null) markKeywords(fields, keywords, bits)
}

/** For an event with a name that has no value: such a name is passed over where others may stand for it. */
function markEvery(fields: Fields, view: DatasetView, { lookUps }: NamePlans, keywords: SourceIndex | null, bits: Int32Array): void {
  for (const { field, category, source } of lookUps) markValue(view.lookUp(fields, field, category), source, bits)
  if (keywords !== null) markKeywords(fields, keywords, bits)
}

function markValue(value: FieldValue | undefined, { automaton, present }: SourceIndex, bits: Int32Array): void {
  if (value === undefined) return
  for (let i = 0; i < present.length; i++) {
    const position = present[i]!
    bits[position >>> 5]! |= 1 << (position & 31)
  }
  if (automaton === null) return
  if (typeof value === 'string') automaton.mark(value, bits)
  else if (typeof value !== 'object') automaton.mark(String(value), bits)
  else if (value !== null) for (const text of textsOf(value)) automaton.mark(text, bits)
}

function markKeywords(fields: Fields, { automaton }: SourceIndex, bits: Int32Array): void {
  if (automaton === null) return
  for (const name in fields) {
    const value = fields[name]
    if (typeof value === 'string') automaton.mark(value, bits)
    else if (typeof value === 'object' && value !== null) for (const text of allStrings({ value })) automaton.mark(text, bits)
  }
}
