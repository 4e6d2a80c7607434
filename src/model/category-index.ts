import { compileCondition } from './condition.ts'
import { lookUpField } from './field-lookup.ts'
import type { Condition, DatasetMapping } from './source-mapping.ts'
import type { Fields } from './value.ts'

type CategoryMapping = DatasetMapping['categories'][number]

/**
 * Which of a dataset's categories hold for an event. A channel has up to thirty, nearly all told by one field (`EventID`): that field
 * is looked up once, and only the categories that accept its value are asked.
 */
export function categoryIndex(categories: readonly CategoryMapping[]): (fields: Fields) => readonly string[] {
  const field = commonField(categories)
  if (field === undefined) return categoryTest(categories)
  const byValue = new Map<string, (fields: Fields) => readonly string[]>()
  const byNumber = new Map<number, (fields: Fields) => readonly string[]>()
  for (const value of new Set(categories.flatMap(({ when }) => literals(when, field) ?? []))) {
    const test = categoryTest(categories.flatMap(each => {
      const accepted = literals(each.when, field)
      return accepted === undefined ? [each] : accepted.includes(value) ? [withoutField(each, field)] : []
    }))
    byValue.set(value, test)
    const number = Number(value)
    if (String(number) === value) byNumber.set(number, test)
  }
  const others = categoryTest(categories.filter(({ when }) => literals(when, field) === undefined))
  const all = categoryTest(categories)
  return fields => {
    const value = lookUpField(fields, field)
    if (typeof value === 'number') return (byNumber.get(value) ?? others)(fields)
    if (value === undefined || value === null) return others(fields)
    if (typeof value === 'object') return all(fields)
    return (byValue.get(String(value).toLowerCase()) ?? others)(fields)
  }
}

/** Without the test of a field that holds already. */
function withoutField({ when, ...others }: CategoryMapping, field: string): CategoryMapping {
  return { ...others, when: Object.fromEntries(Object.entries(when ?? {}).filter(([name]) => name !== field)) }
}

/** Answers the same list where nothing is left to test. */
function categoryTest(categories: readonly CategoryMapping[]): (fields: Fields) => readonly string[] {
  const tests = categories.map(({ category, when }) => ({ category, holds: isEmpty(when) ? null : compileCondition(when) }))
  if (tests.every(({ holds }) => holds === null)) {
    const always = tests.map(({ category }) => category)
    return () => always
  }
  return fields => tests.filter(({ holds }) => holds === null || holds(fields)).map(({ category }) => category)
}

function isEmpty(condition: Condition | undefined): boolean {
  return condition === undefined || (!Array.isArray(condition) && Object.keys(condition).length === 0)
}

/** The field that the first plain condition tests; others may test it too. */
function commonField(categories: readonly CategoryMapping[]): string | undefined {
  for (const { when } of categories) {
    const field = Object.keys(when ?? {}).find(name => literals(when, name) !== undefined)
    if (field !== undefined) return field
  }
  return undefined
}

/** The exact values (lower case) the condition accepts for the field; undefined when it accepts others or does not test it. */
function literals(condition: Condition | undefined, field: string): readonly string[] | undefined {
  if (condition === undefined || Array.isArray(condition)) return undefined
  const accepted = condition[field]
  if (accepted === undefined) return undefined
  const texts = [accepted].flat().map(value => String(value).toLowerCase())
  return texts.some(text => text.includes('*')) ? undefined : texts
}
