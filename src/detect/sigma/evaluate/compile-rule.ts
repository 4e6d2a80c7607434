import type { DetectionItem, SigmaRule } from '../rule/rule.ts'
import { compileItem } from './compile-item.ts'
import { EventView, FieldSlot, KeywordSlot } from './event-view.ts'
import { compilePlan, planRule, type Test } from './rule-plan.ts'
import { compileTest, type Slots, type ValueMatcher } from './value-matcher.ts'

/**
 * Compiles rules into functions over one {@link EventView}. Fields and items that several rules have in common are compiled once, and
 * share what was found out about the event.
 */
export class RuleCompiler {
  readonly event = new EventView()
  readonly #fields = new Map<string, FieldSlot>()
  readonly #keywords = new KeywordSlot(this.event)
  readonly #items = new Map<string, Test>()
  /** By category: a filter's items belong to rules of several. */
  readonly #compiled = new Map<string | undefined, WeakMap<DetectionItem, CompiledItem>>()

  compile(rule: SigmaRule): Test {
    return compilePlan(planRule(rule), item => this.item(item, rule.logsource.category))
  }

  /** Whether an item holds for the event being shown, for rules of a category. */
  item(item: DetectionItem, category: string | undefined): Test {
    return (this.#known(item, category).test ??= this.#shared(item, category))
  }

  /** The matchers of each value of an item, for those who want to know which held and where. */
  matchers(item: DetectionItem, category: string | undefined): readonly (readonly ValueMatcher[])[] {
    const known = this.#known(item, category)
    if (known.matchers !== undefined) return known.matchers
    const slots = this.#slots(item, category)
    return (known.matchers = item.values.map(({ tests }) => tests.map(test => compileTest(test, slots))))
  }

  #known(item: DetectionItem, category: string | undefined): CompiledItem {
    let items = this.#compiled.get(category)
    if (items === undefined) this.#compiled.set(category, items = new WeakMap())
    let known = items.get(item)
    if (known === undefined) items.set(item, known = {})
    return known
  }

  /** Items that say the same share a test. */
  #shared(item: DetectionItem, category: string | undefined): Test {
    const key = JSON.stringify([category ?? null, item], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
    let test = this.#items.get(key)
    if (test === undefined) this.#items.set(key, test = compileItem(item, this.#slots(item, category)))
    return test
  }

  field(name: string, category: string | undefined): FieldSlot {
    const key = `${category ?? ''}\0${name}`
    let slot = this.#fields.get(key)
    if (slot === undefined) this.#fields.set(key, slot = new FieldSlot(this.event, name, category))
    return slot
  }

  #slots({ field }: DetectionItem, category: string | undefined): Slots {
    const slot = field === null ? null : this.field(field, category)
    return { source: slot ?? this.#keywords, field: slot, other: name => this.field(name, category) }
  }
}

/** What was asked for of an item so far. */
interface CompiledItem {
  test?: Test
  matchers?: readonly (readonly ValueMatcher[])[]
}
