import { conditionHolds } from '../rule/condition-holds.ts'
import { compileRegex } from '../rule/regex.ts'
import type { FieldStep, FieldTest } from '../rule/rule.ts'

/** What a name of a field becomes by these steps, one after the other; several where a step names several. */
export function mapField(steps: readonly FieldStep[], field: string): readonly string[] {
  let names: readonly string[] = [field]
  for (const step of steps) names = [...new Set(names.flatMap(name => renamed(step, name) ?? [name]))]
  return names
}

/** Null where the step leaves the name as it is. */
export function renamed(step: FieldStep, field: string): readonly string[] | null {
  return isFor(step.fields, field) ? changed(step.change, field) : null
}

/** Whether conditions on field names let this one through; keywords have none, which only `exclude` does. */
export function isFor(fields: FieldStep['fields'], field: string | null): boolean {
  return fields === null || conditionHolds(fields.condition, name => holds(fields.tests.get(name)!, field))
}

function changed(change: FieldStep['change'], field: string): readonly string[] | null {
  switch (change.kind) {
    case 'rename':
      return change.names.get(field) ?? null
    case 'rename-prefix': {
      const found = [...change.prefixes].find(([prefix]) => field.startsWith(prefix))
      return found === undefined ? null : found[1].map(prefix => prefix + field.slice(found[0].length))
    }
    case 'put-before':
      return [change.text + field]
    case 'put-after':
      return [field + change.text]
  }
}

function holds({ kind, names, mode }: FieldTest, field: string | null): boolean {
  const included = field !== null && (mode === 'name' ? names.includes(field) : names.some(source => begins(source, field)))
  return included === (kind === 'include')
}

/** Patterns were compiled once when the pipeline was read, so none fails. */
function begins(source: string, field: string): boolean {
  const compiled = compileRegex(`\\A(?:${source})`, '')
  return compiled.kind === 'regex' && compiled.regex.test(field)
}
