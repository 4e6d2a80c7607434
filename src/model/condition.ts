import { lookUpField } from './field-lookup.ts'
import type { Condition } from './source-mapping.ts'
import type { Fields, FieldValue } from './value.ts'

/**
 * Compiles a mapping's condition; without one everything holds. Values compare as text without case, `*` at either end is a wildcard;
 * of a list of conditions one must hold.
 */
export function compileCondition(condition: Condition | undefined): (fields: Fields) => boolean {
  const alternatives = [condition ?? {}].flat().map(compileAlternative)
  return fields => alternatives.some(holds => holds(fields))
}

function compileAlternative(alternative: Readonly<Record<string, Accepted | readonly Accepted[]>>): (fields: Fields) => boolean {
  const tests = Object.entries(alternative).map(([name, accepted]) => {
    const patterns = [accepted].flat().map(compilePattern)
    return (fields: Fields) => {
      const value = lookUpField(fields, name)
      return value !== undefined && anyValue(value, text => patterns.some(pattern => pattern(text)))
    }
  })
  return fields => tests.every(test => test(fields))
}

type Accepted = string | number | boolean

function compilePattern(accepted: Accepted): (text: string) => boolean {
  const text = String(accepted).toLowerCase()
  const core = text.replace(/^\*/, '').replace(/\*$/, '')
  if (text === '*') return () => true
  if (text.startsWith('*') && text.endsWith('*')) return value => value.includes(core)
  if (text.startsWith('*')) return value => value.endsWith(core)
  if (text.endsWith('*')) return value => value.startsWith(core)
  return value => value === text
}

function anyValue(value: FieldValue, test: (text: string) => boolean): boolean {
  if (Array.isArray(value)) return value.some(member => anyValue(member, test))
  return typeof value !== 'object' && test(String(value).toLowerCase())
}
