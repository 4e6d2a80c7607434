import type { FieldValue } from '../../model/value.ts'

/**
 * Binary XML as a tree with slots: what a template compiles to once per chunk. A record then only supplies the values of the slots.
 *
 * In content a string is literal text and a number is the index of a slot.
 */
export type Text = string | number
export type Content = Text | Element | Fragment

export interface Attribute {
  readonly name: string
  readonly content: readonly Text[]
}

export const NO_SLOT = -1

export class Element {
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly content: readonly Content[]
  /** The slot, when the content is one slot and nothing else: by far the most frequent form. */
  readonly onlySlot: number
  /** The `Name` attribute when it is literal, as in `<Data Name="Image">`. */
  readonly literalName: string | null

  constructor(name: string, attributes: readonly Attribute[], content: readonly Content[]) {
    const [only] = content
    const nameContent = attributes.find(attribute => attribute.name === 'Name')?.content
    this.name = name
    this.attributes = attributes
    this.content = content
    this.onlySlot = content.length === 1 && typeof only === 'number' ? only : NO_SLOT
    this.literalName = nameContent?.length === 1 && typeof nameContent[0] === 'string' ? nameContent[0] : null
  }
}

/** What a slot holds: null when empty. */
export type SlotValue = FieldValue | Fragment

/** Content together with the values of its slots: a record, an instance of a template, a value that is binary XML. */
export class Fragment {
  readonly content: readonly Content[]
  readonly slots: readonly SlotValue[]
  readonly extent: Extent

  constructor(content: readonly Content[], slots: readonly SlotValue[], extent: Extent) {
    this.content = content
    this.slots = slots
    this.extent = extent
  }
}

/** How much a fragment becomes when it is built: known beforehand, so that nothing too large is ever built. */
export interface Extent {
  /** Characters of text, plus {@link ELEMENT_COST} for each element and attribute. */
  readonly cost: number
  /** Elements within elements, and fragments. */
  readonly height: number
}

export const ELEMENT_COST = 16
