import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { REMEMBERED_LAYOUTS } from './defaults.ts'

/**
 * The names of an event's fields in their order. Events of a template share a few of these; objects that are copies of one are several times as fast to make,
 * to go through and to write as JSON than objects that each get their fields one by one, which the engine keeps as hash tables.
 */
export class FlatLayout {
  readonly names: readonly string[]
  readonly #longer = new Map<string, FlatLayout>()
  /** The one that was asked for last: nearly always the next one asked for. */
  #next: FlatLayout | null = null
  #nextName = ''
  #copied: Fields | null = null
  #positions: readonly number[] | null = null

  constructor(names: readonly string[] = []) {
    this.names = names
  }

  /** With one more name. */
  with(name: string): FlatLayout {
    if (name === this.#nextName && this.#next !== null) return this.#next
    let longer = this.#longer.get(name)
    if (longer === undefined) {
      longer = new FlatLayout([...this.names, name])
      this.#longer.set(name, longer)
      count++
    }
    this.#nextName = name
    this.#next = longer
    return longer
  }

  /** Where names are that are always the same ones; -1 for those it does not have. */
  positionsOf(names: readonly string[]): readonly number[] {
    return (this.#positions ??= names.map(name => this.names.indexOf(name)))
  }

  /** @param values of its names, in their order */
  fieldsOf(values: readonly FieldValue[]): MutableFields {
    const { names } = this
    const fields: MutableFields = { ...(this.#copied ??= fieldsNamed(names)) }
    for (let i = 0; i < names.length; i++) fields[names[i]!] = values[i]!
    return fields
  }
}

/** What the parser makes is no hash table however many fields it has. */
function fieldsNamed(names: readonly string[]): Fields {
  return JSON.parse(`{${names.map(name => `${JSON.stringify(name)}:null`).join(',')}}`) as Fields
}

let root = new FlatLayout()
let count = 0

/** That of an event without fields. When there are too many, which only made evidence has, all are forgotten. */
export function emptyLayout(): FlatLayout {
  if (count > REMEMBERED_LAYOUTS) {
    root = new FlatLayout()
    count = 0
  }
  return root
}

/** Whether a field of this name may be in a layout: not one that means something else to an object, nor one too long to be remembered. */
export function isLayoutName(name: string): boolean {
  return name !== '__proto__' && name.length <= MAX_NAME_LENGTH
}

/** UTF-16 units. */
const MAX_NAME_LENGTH = 256
