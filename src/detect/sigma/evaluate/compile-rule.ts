import type { Condition, Detection, DetectionItem, SigmaRule } from '../rule/rule.ts'
import { compileTest, type Slots, type ValueMatcher } from './value-matcher.ts'
import { EventView, FieldSlot, KeywordSlot } from './event-view.ts'

/** Whether something holds for the event that the compiler's view shows. */
export type Test = () => boolean

/**
 * Compiles rules into functions over one {@link EventView}. Items that several rules have in common are compiled once, and their
 * answer is kept for the event.
 */
export class RuleCompiler {
  readonly event = new EventView()
  readonly #fields = new Map<string, FieldSlot>()
  readonly #keywords = new KeywordSlot(this.event)
  readonly #items = new Map<string, Test>()

  compile(rule: SigmaRule): Test {
    const { category } = rule.logsource
    const detections = new Map([...rule.detections].map(([name, detection]) => [name, this.#detection(detection, category)]))
    return compileCondition(rule.condition, detections)
  }

  /** The matchers of each value of an item, for those who want to know which held and where. */
  matchers(item: DetectionItem, category: string | undefined): readonly (readonly ValueMatcher[])[] {
    const slots = this.#slots(item, category)
    return item.values.map(({ tests }) => tests.map(test => compileTest(test, slots)))
  }

  field(name: string, category: string | undefined): FieldSlot {
    const key = `${category ?? ''}\0${name}`
    let slot = this.#fields.get(key)
    if (slot === undefined) this.#fields.set(key, slot = new FieldSlot(this.event, name, category))
    return slot
  }

  item(item: DetectionItem, category: string | undefined): Test {
    const key = JSON.stringify([category ?? null, item], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
    let test = this.#items.get(key)
    if (test === undefined) this.#items.set(key, test = once(this.event, compileItem(item, this.matchers(item, category))))
    return test
  }

  #detection(detection: Detection, category: string | undefined): Test {
    if (detection.kind === 'item') return this.item(detection, category)
    const parts = detection.parts.map(part => this.#detection(part, category))
    return detection.kind === 'all' ? allOf(parts) : anyOf(parts)
  }

  #slots({ field }: DetectionItem, category: string | undefined): Slots {
    const slot = field === null ? null : this.field(field, category)
    return { source: slot ?? this.#keywords, field: slot, other: name => this.field(name, category) }
  }
}

function compileItem(item: DetectionItem, matchers: readonly (readonly ValueMatcher[])[]): Test {
  const values = matchers.map(tests => anyOf(tests.map(({ holds }) => holds)))
  const holds = item.join === 'all' ? allOf(values) : anyOf(values)
  return item.negated ? () => !holds() : holds
}

function compileCondition(condition: Condition, detections: ReadonlyMap<string, Test>): Test {
  const named = (name: string) => detections.get(name) ?? (() => false)
  switch (condition.kind) {
    case 'identifier':
      return named(condition.name)
    case 'not': {
      const inner = compileCondition(condition.of, detections)
      return () => !inner()
    }
    case 'quantified':
      return (condition.count === 'all' ? allOf : anyOf)(condition.names.map(named))
    case 'and':
      return allOf(condition.of.map(each => compileCondition(each, detections)))
    case 'or':
      return anyOf(condition.of.map(each => compileCondition(each, detections)))
  }
}

function allOf(tests: readonly Test[]): Test {
  return tests.length === 1 ? tests[0]! : () => tests.every(test => test())
}

function anyOf(tests: readonly Test[]): Test {
  return tests.length === 1 ? tests[0]! : () => tests.some(test => test())
}

/** Asks once per event. */
function once(event: EventView, test: Test): Test {
  let number = -1
  let answer = false
  return () => {
    if (number !== event.number) {
      number = event.number
      answer = test()
    }
    return answer
  }
}
