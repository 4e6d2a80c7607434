import type { DatasetView } from '../../../model/mappings.ts'
import { isTried } from '../../../model/mappings.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { RuleCompiler } from '../evaluate/compile-rule.ts'
import type { Place } from '../rule/text-matcher.ts'
import type { ValueMatcher } from '../evaluate/value-matcher.ts'
import type { Condition, Detection, DetectionItem, SigmaRule } from '../rule/rule.ts'

/** A rule on one event: what held, what did not, and on which values. */
export interface RuleExplanation {
  readonly rule: SigmaRule
  /** Whether the event's logsource lets the rule be tried at all; the rest is explained either way. */
  readonly tried: boolean
  /** The condition, whatever the logsource says. */
  readonly held: boolean
  readonly condition: ExplainedNode
}

export type ExplainedNode =
  /** A joining word of the condition, or a map (`all`) or list (`any`) of the detection. */
  | { readonly kind: 'join'; readonly word: string; readonly held: boolean; readonly parts: readonly ExplainedNode[] }
  | { readonly kind: 'identifier'; readonly name: string; readonly held: boolean; readonly part: ExplainedNode }
  | ExplainedItem

export interface ExplainedItem {
  readonly kind: 'item'
  readonly item: DetectionItem
  readonly held: boolean
  /** What the event has under the item's field; `undefined` when absent, and for keywords. */
  readonly value: FieldValue | undefined
  readonly values: readonly ExplainedValue[]
}

export interface ExplainedValue {
  readonly written: string
  readonly held: boolean
  /** The event's text that held and the place of the pattern in it, where there is one. */
  readonly text: string | null
  readonly place: Place | null
}

/**
 * Explains a rule on an event, part by part, without stopping at the first that decides.
 *
 * @param compiler what it compiled stays compiled, for who explains the same rules again
 */
export function explainRule(rule: SigmaRule, fields: Fields, view: DatasetView, compiler = new RuleCompiler()): RuleExplanation {
  compiler.event.show(fields, view)
  const condition = new Explainer(compiler, rule).condition(rule.condition)
  return { rule, tried: isTried(rule.logsource, view.logsourceOf(fields)), held: condition.held, condition }
}

class Explainer {
  readonly #compiler: RuleCompiler
  readonly #rule: SigmaRule

  constructor(compiler: RuleCompiler, rule: SigmaRule) {
    this.#compiler = compiler
    this.#rule = rule
  }

  condition(condition: Condition): ExplainedNode {
    switch (condition.kind) {
      case 'identifier':
        return this.#identifier(condition.name)
      case 'not': {
        const inner = this.condition(condition.of)
        return { kind: 'join', word: 'not', held: !inner.held, parts: [inner] }
      }
      case 'quantified': {
        const word = `${condition.count === 'all' ? 'all' : '1'} of ${condition.pattern}`
        return join(word, condition.count, condition.names.map(name => this.#identifier(name)))
      }
      case 'and':
        return join('and', 'all', condition.of.map(each => this.condition(each)))
      case 'or':
        return join('or', 'any', condition.of.map(each => this.condition(each)))
    }
  }

  #identifier(name: string): ExplainedNode {
    const part = this.#detection(this.#rule.detections.get(name)!)
    return { kind: 'identifier', name, held: part.held, part }
  }

  #detection(detection: Detection): ExplainedNode {
    if (detection.kind !== 'item') return join(detection.kind, detection.kind, detection.parts.map(part => this.#detection(part)))
    const { category } = this.#rule.logsource
    const { field } = detection
    return {
      kind: 'item',
      item: detection,
      held: this.#compiler.item(detection, category)(),
      value: field === null ? undefined : this.#compiler.field(field, category).seen().value,
      values: this.#compiler.matchers(detection, category).map((tests, index) => explainValue(detection.values[index]!.written, tests)),
    }
  }
}

function join(word: string, count: 'any' | 'all', parts: readonly ExplainedNode[]): ExplainedNode {
  const held = count === 'all' ? parts.every(part => part.held) : parts.some(part => part.held)
  return { kind: 'join', word, held, parts }
}

function explainValue(written: string, tests: readonly ValueMatcher[]): ExplainedValue {
  const holding = tests.find(test => test.holds())
  const found = holding?.find() ?? null
  return { written, held: holding !== undefined, text: found?.text ?? null, place: found?.place ?? null }
}
