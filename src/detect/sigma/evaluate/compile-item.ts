import type { TextForm } from '../rule/letters.ts'
import type { DetectionItem, TextTest, ValueTest } from '../rule/rule.ts'
import type { ValueSource } from './event-view.ts'
import type { Test } from './rule-plan.ts'
import { NO, UNASKED, YES } from './seen-value.ts'
import { compileTextGroup } from './text-group.ts'
import { compileTest, formedPattern, formOf, type Slots } from './value-matcher.ts'

/** Whether an item holds for the event being shown; asked again for the same value, it knows. */
export function compileItem(item: DetectionItem, slots: Slots): Test {
  const groups = item.join === 'all' ? item.values.map(({ tests }) => tests) : [item.values.flatMap(({ tests }) => tests)]
  const tests = groups.map(group => compileGroup(group, slots))
  const holds = item.negated ? () => !tests.every(test => test()) : () => tests.every(test => test())
  const looksElsewhere = groups.some(group => group.some(({ kind }) => kind === 'field'))
  return looksElsewhere ? holds : remembered(slots.source, holds)
}

/** An answer depends on the value alone, and is kept with it. */
function remembered(source: ValueSource, holds: Test): Test {
  const number = source.addItem()
  return () => {
    const { answers } = source.seen()
    let answer = answers[number]!
    if (answer === UNASKED) answers[number] = answer = holds() ? YES : NO
    return answer === YES
  }
}

/** Tests of which any suffices; those of text are joined, one group for each form. */
function compileGroup(tests: readonly ValueTest[], slots: Slots): Test {
  const texts = Map.groupBy(tests.filter(test => test.kind === 'text'), formOf)
  const others = tests.filter(test => test.kind !== 'text').map(test => compileTest(test, slots).holds)
  const all = [...[...texts].map(([form, group]) => textGroup(slots.source, form, group)), ...others]
  return () => all.some(test => test())
}

function textGroup(source: ValueSource, form: TextForm, tests: readonly TextTest[]): Test {
  const test = compileTextGroup(tests.map(formedPattern))
  return () => source.seen().texts(form).some(test)
}
