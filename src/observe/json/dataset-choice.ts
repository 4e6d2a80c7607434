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
  let root = newNode()
  let size = 0
  return (fields, mayHold = mayHoldAnything) => {
    let node = root
    for (const name of names) {
      const value = fields[name] ?? (mayHold(name) ? lookUpField(fields, name) : undefined)
      if (value === node.nextValue && node.next !== null) {
        node = node.next
        continue
      }
      if ((typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > MAX_VALUE_LENGTH)) return choose(fields)
      let next = node.others.get(value)
      if (next === undefined) {
        if (++size > REMEMBERED_CHOICES) {
          size = 0
          root = newNode()
        }
        next = newNode()
        node.others.set(value, next)
      }
      node.nextValue = value
      node = node.next = next
    }
    return (node.choice ??= { dataset: choose(fields) }).dataset
  }
}

/** Values of the first fields asked, and what follows them. */
interface ChoiceNode {
  /** The one that was asked for last: mostly the next one asked for. */
  nextValue: FieldValue | undefined
  next: ChoiceNode | null
  readonly others: Map<FieldValue | undefined, ChoiceNode>
  choice: { readonly dataset: string | undefined } | null
}

function newNode(): ChoiceNode {
  return { nextValue: undefined, next: null, others: new Map(), choice: null }
}

/** Longest values that are remembered, in characters. */
const MAX_VALUE_LENGTH = 256
