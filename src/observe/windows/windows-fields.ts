import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { isFields, newFields } from '../../model/value.ts'

/** Objects nested deeper than this stay objects. */
const MAX_DEPTH = 100

const ATTRIBUTES_SUFFIX = '_attributes'

/**
 * Gathers a Windows event's fields on one level. What is equal in name becomes a list in the order of arrival: the `Channel` of event
 * 104, for one, is [that of the log it was written to, that of the log it tells about].
 */
export class WindowsFields {
  readonly fields: MutableFields = newFields()
  /** The lists made here, to which more may be added. */
  #lists: Map<string, FieldValue[]> | null = null

  add(name: string, value: FieldValue): void {
    if (this.fields[name] === undefined) this.fields[name] = value
    else this.#join(name, value)
  }

  /** An element of `System` has a value or says nothing. */
  addSystem(name: string, value: FieldValue): void {
    if (value !== null) this.add(name, value)
  }

  addAttribute(element: string, attribute: string, value: FieldValue): void {
    if (attribute !== 'xmlns' && value !== null) this.add(attributeField(element, attribute), value)
  }

  /** An element in evtx_dump's form: its text by its name, its attributes by `Name_Attribute`, the elements in it by their own names. */
  addElement(name: string, value: FieldValue, depth = 0): void {
    if (!isFields(value) || depth > MAX_DEPTH) {
      this.add(name, value)
      return
    }
    for (const [key, member] of Object.entries(value)) {
      if (key === '#text') this.add(name, member)
      else if (!this.#addAttributes(name, key, member)) this.addElement(key, member, depth + 1)
    }
  }

  addSystemElements(system: Fields): void {
    for (const [key, member] of Object.entries(system)) {
      if (member !== null && !this.#addAttributes('System', key, member)) this.addElement(key, member)
    }
  }

  /** `EventData`, of which the unnamed elements are the list `Data`. */
  addEventData(data: FieldValue): void {
    if (!isFields(data)) {
      this.addSystem('EventData', data)
      return
    }
    for (const [key, member] of Object.entries(data)) {
      if (key === 'Data') this.addUnnamed(isFields(member) ? member['#text'] ?? null : member)
      else if (key === '#text') this.add('EventData', member)
      else if (!this.#addAttributes('EventData', key, member)) this.addElement(key, member)
    }
  }

  addUnnamed(value: FieldValue): void {
    if (this.fields['Data'] === undefined) this.fields['Data'] = listOf(value)
    else this.#join('Data', value)
  }

  #join(name: string, value: FieldValue): void {
    this.#lists ??= new Map()
    let list = this.#lists.get(name)
    if (list === undefined) {
      list = [...listOf(this.fields[name] ?? null)]
      this.#lists.set(name, list)
      this.fields[name] = list
    }
    for (const member of listOf(value)) list.push(member)
  }

  /** Both forms that evtx_dump has: `#attributes` within the element, and `Name_attributes` beside it. */
  #addAttributes(element: string, key: string, value: FieldValue): boolean {
    if (!isFields(value) || !key.endsWith('attributes')) return false
    if (key !== '#attributes' && !key.endsWith(ATTRIBUTES_SUFFIX)) return false
    const owner = key === '#attributes' ? element : key.slice(0, -ATTRIBUTES_SUFFIX.length)
    for (const [attribute, member] of Object.entries(value)) this.addAttribute(owner, attribute, member)
    return true
  }
}

/** The name of an attribute's field: `Provider_Name`; `TimeCreated` is its only one, `SystemTime`. */
export function attributeField(element: string, attribute: string): string {
  return element === 'TimeCreated' && attribute === 'SystemTime' ? element : `${element}_${attribute}`
}

function listOf(value: FieldValue): readonly FieldValue[] {
  return Array.isArray(value) ? value : [value]
}
