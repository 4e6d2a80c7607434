import type { RuleItem, RuleItemValue, RulePart, RulePlace } from '../../../model/ports/rule-shelf.ts'
import type { FieldValue } from '../../../model/value.ts'
import type { ExplainedItem, ExplainedNode, ExplainedValue } from '../explain/explain-rule.ts'
import { isOfFilter } from '../rule/apply-filters.ts'
import type { SigmaFilter } from '../rule/filter.ts'
import { EXCERPT_LENGTH, LISTED_VALUES, SEEN_LENGTH } from './defaults.ts'

/** An explained condition in the form in which people are shown it, within bounds. @param filters that may have added to the rule */
export function rulePart(node: ExplainedNode, filters: readonly SigmaFilter[]): RulePart {
  switch (node.kind) {
    case 'item':
      return itemPart(node)
    case 'identifier': {
      const inner = rulePart(node.part, filters)
      const filter = filters.find(({ id }) => isOfFilter(node.name, id))
      const label = filter === undefined ? node.name : filter.title
      return inner.kind === 'item' || inner.label !== ''
        ? { kind: 'all', label, filter: filter !== undefined, parts: [inner], held: node.held }
        : { ...inner, label, filter: filter !== undefined }
    }
    case 'join': {
      const { kind, label } = joinOf(node.word)
      return { kind, label, filter: false, parts: node.parts.map(part => rulePart(part, filters)).flatMap(part => (isMore(part, kind) ? part.parts : [part])), held: node.held }
    }
  }
}

/** What would only be said twice: "all of" within "all of", without a name of its own. */
function isMore(part: RulePart, kind: RulePart['kind']): part is Exclude<RulePart, RuleItem> {
  return part.kind !== 'item' && part.kind === kind && kind !== 'not' && part.label === ''
}

/** The same without what was said of an event. */
export function withoutEvent(part: RulePart): RulePart {
  if (part.kind !== 'item') return { ...part, held: null, parts: part.parts.map(withoutEvent) }
  return { ...part, held: null, seen: null, values: part.values.map(({ written }) => ({ written, held: null, place: null })) }
}

/** `and`, `or`, `not`, `all`, `any`, or the words of a quantifier, which are kept: `1 of selection_*`. */
function joinOf(word: string): { readonly kind: 'all' | 'any' | 'not'; readonly label: string } {
  if (word === 'not') return { kind: 'not', label: '' }
  if (word === 'and' || word === 'all') return { kind: 'all', label: '' }
  if (word === 'or' || word === 'any') return { kind: 'any', label: '' }
  return { kind: word.startsWith('all') ? 'all' : 'any', label: word }
}

function itemPart({ item, held, value, values }: ExplainedItem): RuleItem {
  // What held is what people look for; in the order written otherwise.
  const sorted = [...values].sort((a, b) => Number(b.held) - Number(a.held))
  return {
    kind: 'item',
    field: item.field,
    modifiers: item.modifiers,
    negated: item.negated,
    join: item.join,
    values: (values.length > LISTED_VALUES ? sorted : values).slice(0, LISTED_VALUES).map(shownValue),
    more: Math.max(0, values.length - LISTED_VALUES),
    held,
    seen: value === undefined ? null : seenText(value),
  }
}

function shownValue({ written, held, text, place }: ExplainedValue): RuleItemValue {
  return { written: written.slice(0, SEEN_LENGTH), held, place: text === null || place === null ? null : excerpt(text, place.from, place.to) }
}

/** The pattern's place with what stands around it. */
function excerpt(text: string, from: number, to: number): RulePlace {
  const around = Math.max(0, EXCERPT_LENGTH - (to - from)) / 2
  const start = wholeCharacter(text, Math.max(0, Math.floor(from - around)))
  const end = wholeCharacter(text, Math.min(text.length, Math.max(start + EXCERPT_LENGTH, from + 1)))
  return { text: text.slice(start, end), from: from - start, to: Math.min(to, end) - start, before: start, after: text.length - end }
}

/** Not between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return at > 0 && code >= 0xdc00 && code < 0xe000 ? at - 1 : at
}

function seenText(value: FieldValue): string {
  const text = typeof value === 'string' ? value : jsonText(value)
  return text.length > SEEN_LENGTH ? `${text.slice(0, wholeCharacter(text, SEEN_LENGTH))}…` : text
}

function jsonText(value: FieldValue): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? ''
  } catch {
    return '…'
  }
}
