import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { isFields, newFields } from '../../model/value.ts'
import { MAX_FIELD_DEPTH, MAX_FIELD_PATHS } from './defaults.ts'

export interface FittedFields {
  readonly fields: Fields
  /** What was left out and why; null when everything fits. */
  readonly problem: string | null
}

/**
 * The fields of an event within the store's limits of depth and of paths: the same object when they are, else a copy of what fits, in
 * the order of the fields. A path counts once however many members of a list have it; looking stops where the limit is reached.
 */
export function fitFields(fields: Fields): FittedFields {
  if (isFlat(fields)) return { fields, problem: null }
  const fitter = new Fitter()
  const fitted = fitter.fitObject(fields, '', 1)
  return fitter.problem === null ? { fields, problem: null } : { fields: fitted, problem: fitter.problem }
}

function isFlat(fields: Fields): boolean {
  let count = 0
  for (const name in fields) {
    const value = fields[name]
    if (++count > MAX_FIELD_PATHS || (typeof value === 'object' && value !== null)) return false
  }
  return true
}

class Fitter {
  problem: string | null = null
  readonly #paths = new Set<string>()

  fitObject(fields: Fields, path: string, depth: number): Fields {
    const fitted: MutableFields = newFields()
    for (const name in fields) {
      if (!Object.hasOwn(fields, name)) continue
      const key = `${path}\0${name}`
      if (this.#paths.size >= MAX_FIELD_PATHS && !this.#paths.has(key)) {
        this.problem ??= `The event has more than ${MAX_FIELD_PATHS} fields, and the others were left out`
        break
      }
      this.#paths.add(key)
      const value = this.#fitValue(fields[name] ?? null, key, depth)
      if (value !== undefined) fitted[name] = value
    }
    return fitted
  }

  #fitValue(value: FieldValue, path: string, depth: number): FieldValue | undefined {
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_FIELD_DEPTH) {
      this.problem ??= `The event is nested more than ${MAX_FIELD_DEPTH} deep, and what lies deeper was left out`
      return undefined
    }
    if (isFields(value)) return this.fitObject(value, path, depth + 1)
    return value.map(member => this.#fitValue(member, path, depth + 1)).filter(member => member !== undefined)
  }
}
