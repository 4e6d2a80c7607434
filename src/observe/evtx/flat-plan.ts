import { attributeField } from '../windows/windows-fields.ts'
import type { Attribute } from './element.ts'
import { Element } from './element.ts'

/** One field of an event: where its value comes from. */
export type FlatStep =
  | { readonly kind: 'attribute'; readonly field: string; readonly attribute: Attribute }
  | { readonly kind: 'element'; readonly field: string; readonly element: Element; readonly ifEmpty: IfEmpty }
  | { readonly kind: 'unnamed'; readonly element: Element }

/** What an empty element's field is; `absent`: there is none. */
export type IfEmpty = '' | null | 'absent'

/**
 * The fields of a section of an event (System, EventData, UserData) in order, or null when they depend on more than the values of slots:
 * equal names, names that are slots themselves, elements among the values. {@link import('./flat-event.ts')} runs it.
 */
export function flatPlan(section: Element): readonly FlatStep[] | null {
  const steps: FlatStep[] = []
  return addAttributes(section, steps) && addChildren(section, steps) ? steps : null
}

function addChildren(parent: Element, steps: FlatStep[]): boolean {
  const names = new Set<string>()
  const isContainer = parent.name === 'EventData' || parent.name === 'UserData'
  for (const child of parent.content) {
    if (!(child instanceof Element)) return false
    const name = isContainer && child.name === 'Data' ? child.literalName : child.name
    if (name === null && child.attributes.every(attribute => attribute.name !== 'Name')) steps.push({ kind: 'unnamed', element: child })
    else if (name === null || !isFieldName(name) || names.has(name)) return false
    else if (name !== child.name) steps.push(elementStep(name, child, ''))
    else if (!addChild(child, parent, steps)) return false
    if (name !== null) names.add(name)
  }
  return true
}

function addChild(child: Element, parent: Element, steps: FlatStep[]): boolean {
  if (!addAttributes(child, steps)) return false
  if (child.content.some(item => item instanceof Element)) return addChildren(child, steps)
  if (parent.name !== 'System' && child.attributes.length > 0) return false
  steps.push(elementStep(child.name, child, parent.name === 'System' ? 'absent' : null))
  return true
}

function addAttributes(element: Element, steps: FlatStep[]): boolean {
  const names = new Set<string>()
  for (const attribute of element.attributes) {
    if (names.has(attribute.name)) return false
    names.add(attribute.name)
    if (attribute.name !== 'xmlns') steps.push({ kind: 'attribute', field: attributeField(element.name, attribute.name), attribute })
  }
  return true
}

function elementStep(field: string, element: Element, ifEmpty: IfEmpty): FlatStep {
  return { kind: 'element', field, element, ifEmpty }
}

/** Not one of the names that mean something else in the nested form. */
function isFieldName(name: string): boolean {
  return name !== '' && name !== 'Data' && !name.startsWith('#')
}
