import { lookUpField } from './field-lookup.ts'
import type { Condition } from './source-mapping.ts'
import type { Fields, FieldValue } from './value.ts'

/** Compiles a mapping's condition; without one everything holds. Values compare as text without case, `*` at either end is a wildcard. */
export function compileCondition(condition: Condition | undefined): (fields: Fields) => boolean {
  const tests = Object.entries(condition ?? {}).map(([name, accepted]) => {
    const patterns = [accepted].flat().map(compilePattern)
    return (fields: Fields) => {
      const value = lookUpField(fields, name)
      return value !== undefined && anyValue(value, text => patterns.some(pattern => pattern(text)))
    }
  })
  return fields => tests.every(test => test(fields))
}

function compilePattern(accepted: string | number | boolean): (text: string) => boolean {
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
