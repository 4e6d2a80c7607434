import type { DatasetView } from '../../../model/mappings.ts'
import { queryName, queryNot, queryTerm } from '../../../model/query-text.ts'
import { fact, type Fact, type FactTemplates } from '../../../model/reason.ts'
import { isFields, type Fields } from '../../../model/value.ts'
import { MAX_FACTS, MAX_QUOTED_LENGTH } from '../defaults.ts'
import type { RuleCompiler } from '../evaluate/compile-rule.ts'
import { membersOf } from '../evaluate/event-texts.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { explainRule, type ExplainedItem, type ExplainedNode } from './explain-rule.ts'

/** The sentences of what this room states. */
export const SIGMA_FACTS: FactTemplates = {
  'sigma.field-matched': {
    en: 'The field {field} is “{value}”; the rule looks for “{pattern}” ({modifier}).',
    ja: 'フィールド {field} の値「{value}」が、ルールの条件「{pattern}」({modifier})に一致しました。',
  },
  'sigma.field-differs': {
    en: 'The field {field} is “{value}”; the rule looks for anything but “{pattern}”.',
    ja: 'フィールド {field} の値は「{value}」で、ルールが除外する「{pattern}」に当てはまりません。',
  },
  'sigma.field-empty': {
    en: 'The field {field} has no value, and the rule looks for that.',
    ja: 'フィールド {field} に値がなく、ルールの条件どおりです。',
  },
  'sigma.field-present': {
    en: 'The event has the field {field}, and the rule looks for that.',
    ja: 'イベントにフィールド {field} があり、ルールの条件どおりです。',
  },
  'sigma.not-excluded': {
    en: 'Nothing that the rule “{title}” excludes applies to the event.',
    ja: 'ルール「{title}」の除外条件は、いずれもこのイベントに当てはまりませんでした。',
  },
  'sigma.keyword-matched': {
    en: 'The event contains “{pattern}” in the text “{value}”.',
    ja: 'イベント中の「{value}」に、ルールのキーワード「{pattern}」が含まれています。',
  },
}

/**
 * Up to three items of the rule that held for the event. What stands under a `not` is none; of a rule that has nothing else, that
 * none of it applied.
 *
 * @param compiler as for {@link explainRule}
 */
export function ruleFacts(rule: SigmaRule, fields: Fields, view: DatasetView, compiler?: RuleCompiler): Fact[] {
  const items = holdingItems(explainRule(rule, fields, view, compiler).condition)
  if (items.length === 0) return [fact('sigma.not-excluded', { terms: { title: quote(rule.summary.title) } })]
  const byField = new Map(items.map(item => [`${item.item.field}\0${item.item.modifiers.join('|')}`, item]))
  return [...byField.values()]
    .sort((a, b) => informativeness(b) - informativeness(a))
    .slice(0, MAX_FACTS)
    .map(item => itemFact(item))
}

/** The items that made a condition hold, in the order written. */
function holdingItems(node: ExplainedNode): ExplainedItem[] {
  if (!node.held) return []
  switch (node.kind) {
    case 'item':
      return [node]
    case 'identifier':
      return holdingItems(node.part)
    case 'join':
      return node.word === 'not' ? [] : node.parts.flatMap(holdingItems)
  }
}

/** An event id says little, a command line says much: long texts first. Order is otherwise that of the rule. */
function informativeness({ value, item, values }: ExplainedItem): number {
  if (item.negated) return -1
  const text = values.find(each => each.held)?.text ?? (typeof value === 'string' ? value : '')
  return Math.min(text.length, LONG_ENOUGH)
}

/** Characters from which on a text counts as long: about a path. */
const LONG_ENOUGH = 32

function itemFact({ item, value, values }: ExplainedItem): Fact {
  const holding = values.find(each => each.held)
  const field = item.field ?? ''
  const member = membersOf(value).find(each => String(each) === holding?.text) ?? membersOf(value)[0]
  const named = values.filter(each => each.held === !item.negated).map(each => each.written)
  const pattern = quote(named.slice(0, item.join === 'all' ? LISTED : 1).join(', '))
  const modifier = item.modifiers.length === 0 ? 'equals' : item.modifiers.join('|')
  if (item.field === null) return fact('sigma.keyword-matched', { terms: { value: quote(holding?.text ?? ''), pattern, modifier } })

  const query = member === undefined || isFields(member) ? '' : queryTerm(field, member)
  const shown = quote(member === undefined || member === null ? '' : String(member))
  if (item.negated) return fact('sigma.field-differs', { terms: { field, value: shown, pattern, modifier }, query })
  const [test] = item.values[0]!.tests
  if (test?.kind === 'exists' && test.expected === 'present') return fact('sigma.field-present', { terms: { field }, query })
  if (test?.kind === 'exists' || test?.kind === 'null') {
    return fact('sigma.field-empty', { terms: { field }, query: queryNot(`${queryName(field)}:*`) })
  }
  return fact('sigma.field-matched', { terms: { field, value: shown, modifier, pattern }, query })
}

/** Values of an `all` list that a fact repeats. */
const LISTED = 4

function quote(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text
}
