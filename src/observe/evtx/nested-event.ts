import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import type { Content, SlotValue } from './element.ts'
import { Element, Fragment, NO_SLOT } from './element.ts'
import { joinText, textValue } from './text-content.ts'

/**
 * A record in the shape of evtx_dump's JSON: an element is its text when it has nothing else, `null` when it is empty, else an object
 * of `#attributes`, `#text` and its child elements; equal names get `_1`, `_2` …; in EventData and UserData, `<Data Name="x">` is the
 * member `x`, and unnamed ones are the list `Data.#text` (a single one: that value).
 */
export function nestedEvent(record: Fragment): Fields {
  const builder = new ObjectBuilder('plain')
  builder.addContent(record.content, record.slots)
  return builder.object ?? newFields()
}

/** The value of an element without its attributes, null when it is empty. */
export function contentValue(element: Element, slots: readonly SlotValue[]): FieldValue {
  if (element.onlySlot !== NO_SLOT) {
    const value = slots[element.onlySlot]
    if (!(value instanceof Fragment)) return value ?? null
  }
  const builder = new ObjectBuilder(roleOf(element))
  builder.addContent(element.content, slots)
  return builder.value()
}

type ElementRole = 'plain' | 'data-container'

function elementValue(element: Element, slots: readonly SlotValue[]): FieldValue {
  if (element.attributes.length === 0) return contentValue(element, slots)
  const builder = new ObjectBuilder(roleOf(element))
  builder.addAttributes(element, slots)
  builder.addContent(element.content, slots)
  return builder.value()
}

function roleOf({ name }: Element): ElementRole {
  return name === 'EventData' || name === 'UserData' ? 'data-container' : 'plain'
}

/** Builds the value of one element; it becomes an object only when there is more than text. */
class ObjectBuilder {
  object: MutableFields | null = null
  #text: FieldValue = null
  #unnamed: FieldValue[] | null = null
  #duplicates: Map<string, number> | null = null
  readonly #role: ElementRole

  constructor(role: ElementRole) {
    this.#role = role
  }

  addAttributes({ attributes }: Element, slots: readonly SlotValue[]): void {
    let present: MutableFields | null = null
    for (const { name, content } of attributes) {
      const value = textValue(content, slots)
      if (value !== null) (present ??= newFields())[name] = value
    }
    if (present !== null) this.#set('#attributes', present)
  }

  addContent(content: readonly Content[], slots: readonly SlotValue[]): void {
    for (const item of content) {
      if (item instanceof Element) this.#addElement(item, slots)
      else if (item instanceof Fragment) this.addContent(item.content, item.slots)
      else this.#addText(typeof item === 'string' ? item : slots[item])
    }
  }

  value(): FieldValue {
    if (this.object === null) return this.#text
    if (this.#text !== null) this.#set('#text', this.#text)
    if (this.#unnamed !== null) this.#set('Data', { '#text': this.#unnamed.length === 1 ? this.#unnamed[0]! : this.#unnamed })
    return this.object
  }

  #addText(value: SlotValue | undefined): void {
    if (value instanceof Fragment) this.addContent(value.content, value.slots)
    else if (value !== undefined) this.#text = joinText(this.#text, value)
  }

  #addElement(element: Element, slots: readonly SlotValue[]): void {
    if (this.#role === 'data-container' && element.name === 'Data') this.#addData(element, slots)
    else this.#setDistinct(element.name, elementValue(element, slots))
  }

  #addData(element: Element, slots: readonly SlotValue[]): void {
    const name = element.literalName ?? dataName(element, slots)
    const value = contentValue(element, slots) ?? '' // empty data is an empty text
    if (name !== '') this.#setDistinct(name, value)
    else this.#addUnnamed(value)
  }

  /** An array in an unnamed element stands for as many elements. */
  #addUnnamed(value: FieldValue): void {
    if (this.#unnamed === null) {
      this.#unnamed = []
      this.#set('Data', null)
    }
    if (Array.isArray(value)) for (const member of value) this.#unnamed.push(member)
    else this.#unnamed.push(value)
  }

  #setDistinct(name: string, value: FieldValue): void {
    this.#set(this.object !== null && name in this.object ? this.#nextName(name) : name, value)
  }

  /** `Header_1` for the second `Header`. */
  #nextName(name: string): string {
    this.#duplicates ??= new Map()
    const count = (this.#duplicates.get(name) ?? 0) + 1
    this.#duplicates.set(name, count)
    return `${name}_${count}`
  }

  #set(name: string, value: FieldValue): void {
    this.object ??= newFields()
    this.object[name] = value
  }
}

function dataName(element: Element, slots: readonly SlotValue[]): string {
  const name = element.attributes.find(attribute => attribute.name === 'Name')
  return name === undefined ? '' : String(textValue(name.content, slots) ?? '')
}

