import { attributeField } from '../windows/windows-fields.ts'
import type { Attribute } from './element.ts'
import { Element, NO_SLOT } from './element.ts'
import { isLayoutName } from './flat-layout.ts'

/** One field of an event and where its value comes from. */
export interface FlatStep {
  readonly kind: 'attribute' | 'element' | 'unnamed'
  readonly field: string
  /** The slot that is the whole value, or {@link NO_SLOT}. */
  readonly slot: number
  /** What to evaluate where `slot` does not suffice. */
  readonly source: Attribute | Element
  readonly ifEmpty: IfEmpty
}

/** What an empty element's field is; `absent`: there is none. */
export type IfEmpty = '' | null | 'absent'

/**
 * The fields of a section of an event (System, EventData, UserData) in order. All differ in name, but for those of kind `unnamed`, which
 * are members of the list `Data`.
 */
export class FlatPlan {
  readonly isSystem: boolean
  readonly steps: readonly FlatStep[]
  /** Each step gives one field or none, of a name that a `FlatLayout` can have. */
  readonly isPlain: boolean
  readonly #names: ReadonlySet<string>
  #compared: FlatPlan | null = null
  #isDisjoint = false

  constructor(section: Element, steps: readonly FlatStep[], names: ReadonlySet<string>) {
    this.isSystem = section.name === 'System'
    this.steps = steps
    this.isPlain = steps.every(({ kind, field }) => kind !== 'unnamed' && isLayoutName(field))
    this.#names = names
  }

  /** Whether the two have no field in common. Sections meet the same partner nearly always, so the last answer is kept. */
  isDisjointFrom(other: FlatPlan): boolean {
    if (this.#compared !== other) {
      this.#compared = other
      this.#isDisjoint = this.#names.isDisjointFrom(other.#names)
    }
    return this.#isDisjoint
  }
}

/**
 * Null when the fields depend on more than the values of slots: equal names, names that are slots themselves, attributes that decide
 * whether an element has text. {@link import('./flat-event.ts')} runs plans.
 */
export function flatPlan(section: Element): FlatPlan | null {
  if (!SECTIONS.has(section.name)) return null
  const steps: FlatStep[] = []
  addAttributes(section, steps)
  if (!addChildren(section, steps)) return null
  const named = steps.filter(step => step.kind !== 'unnamed').map(step => step.field)
  const names = new Set(named)
  if (names.size < named.length) return null
  return new FlatPlan(section, steps, named.length < steps.length ? names.add('Data') : names)
}

const SECTIONS: ReadonlySet<string> = new Set(['System', 'EventData', 'UserData'])

function addChildren(parent: Element, steps: FlatStep[]): boolean {
  const isContainer = parent.name === 'EventData' || parent.name === 'UserData'
  return parent.content.every(child => {
    if (!(child instanceof Element)) return false
    return isContainer && child.name === 'Data' ? addData(child, steps) : isFieldName(child.name) && addChild(child, parent, steps)
  })
}

function addData(data: Element, steps: FlatStep[]): boolean {
  const name = data.literalName
  if (name === null && data.attributes.some(attribute => attribute.name === 'Name')) return false
  if (name !== null && !isFieldName(name)) return false
  steps.push({ kind: name === null ? 'unnamed' : 'element', field: name ?? 'Data', slot: data.onlySlot, source: data, ifEmpty: '' })
  return true
}

function addChild(child: Element, parent: Element, steps: FlatStep[]): boolean {
  addAttributes(child, steps)
  if (child.content.some(item => item instanceof Element)) return addChildren(child, steps)
  const isOfSystem = parent.name === 'System'
  if (isOfSystem && child.content.length === 0) return true
  if (!isOfSystem && child.attributes.length > 0) return false
  const ifEmpty = isOfSystem ? 'absent' : null
  steps.push({ kind: 'element', field: child.name, slot: child.onlySlot, source: child, ifEmpty })
  return true
}

function addAttributes(element: Element, steps: FlatStep[]): void {
  for (const attribute of element.attributes) {
    if (attribute.name === 'xmlns') continue
    const [only] = attribute.content
    const slot = attribute.content.length === 1 && typeof only === 'number' ? only : NO_SLOT
    steps.push({ kind: 'attribute', field: attributeField(element.name, attribute.name), slot, source: attribute, ifEmpty: 'absent' })
  }
}

/** Not one of the names that mean something else in the nested form. */
function isFieldName(name: string): boolean {
  return name !== '' && name !== 'Data' && !name.startsWith('#')
}
