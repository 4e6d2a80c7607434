import { compileCondition } from '../../model/condition.ts'
import { lookUpField } from '../../model/field-lookup.ts'
import type { Condition, DatasetMapping, SourceMapping } from '../../model/source-mapping.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { REMEMBERED_CHOICES } from './defaults.ts'
import { mayHoldAnything } from './top-level-names.ts'
import type { MayHold } from './top-level-names.ts'

/** @param mayHold what is known of the fields before they were renamed; by default nothing */
export type DatasetChoice = (fields: Fields, mayHold?: MayHold) => string | undefined

/**
 * Compiles a source's datasets to a choice among them: the name of the first whose condition holds, with its `{field}` filled in;
 * undefined when none does. A field that is no plain name (lower-case letters, digits, `_`, `-`) fills in as `other`.
 */
export function compileDatasetChoice(source: SourceMapping): DatasetChoice {
  const entries = Object.entries(source.datasets)
  const datasets = entries.map(([name, { when }]) => ({ name: compileName(name), holds: compileCondition(when) }))
  const names = new Set(entries.flatMap(([name, mapping]) => fieldsAsked(name, mapping)))
  const choose = (fields: Fields): string | undefined => datasets.find(({ holds }) => holds(fields))?.name(fields)
  return remembered([...names], choose)
}

function compileName(template: string): (fields: Fields) => string {
  const parts = /^([^{]*)\{([^}]*)\}(.*)$/.exec(template)
  if (parts === null) return () => template
  const [, before = '', field = '', after = ''] = parts
  return fields => before + plainName(lookUpField(fields, field)) + after
}

function plainName(value: FieldValue | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : ''
  return /^[a-z0-9_-]{1,64}$/.test(text) ? text : 'other'
}

function fieldsAsked(name: string, { when }: DatasetMapping): string[] {
  const placeholder = /\{([^}]*)\}/.exec(name)?.[1]
  const asked = [when ?? []].flat().flatMap((alternative: Exclude<Condition, readonly unknown[]>) => Object.keys(alternative))
  return placeholder === undefined ? asked : [...asked, placeholder]
}

/** The choice depends on nothing but the fields asked, and those repeat: Windows has 50 datasets told apart by two fields. */
function remembered(names: readonly string[], choose: (fields: Fields) => string | undefined): DatasetChoice {
  const choices = new Map<string, string | undefined>()
  return (fields, mayHold = mayHoldAnything) => {
    let key = ''
    for (const name of names) {
      const value = fields[name] ?? (mayHold(name) ? lookUpField(fields, name) : undefined)
      if (typeof value === 'object' && value !== null) return choose(fields)
      key += `${typeof value}${String(value)}\n`
    }
    if (key.length > MAX_KEY_LENGTH) return choose(fields)
    if (choices.has(key)) return choices.get(key)
    if (choices.size === REMEMBERED_CHOICES) choices.clear()
    const choice = choose(fields)
    choices.set(key, choice)
    return choice
  }
}

/** Longest values that are remembered, in characters. */
const MAX_KEY_LENGTH = 512
