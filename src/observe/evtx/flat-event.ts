import type { FieldValue } from '../../model/value.ts'
import type { WindowsEvent } from '../windows/windows-event.ts'
import { flattenWindowsEvent, knownOfSystem } from '../windows/windows-event.ts'
import { WindowsFields } from '../windows/windows-fields.ts'
import type { SlotValue } from './element.ts'
import { Element, Fragment } from './element.ts'
import type { FlatStep, IfEmpty } from './flat-plan.ts'
import { flatPlan } from './flat-plan.ts'
import { contentValue, nestedEvent } from './nested-event.ts'
import { textValue } from './text-content.ts'

/**
 * The fields of a record as detection sees them: always equal to `flattenWindowsEvent(nestedEvent(record))`, its oracle, but for nearly
 * all records without building the nested object: a section's plan, made once per template, says which slot is which field.
 */
export function flatEvent(record: Fragment): WindowsEvent {
  const sections = sectionsOf(record)
  if (sections === null) return flattenWindowsEvent(nestedEvent(record))
  const gathered = new WindowsFields()
  const [system, ...data] = sections
  if (system !== undefined) run(gathered, system)
  const known = knownOfSystem(gathered.fields)
  for (const section of data) run(gathered, section)
  return { fields: gathered.fields, ...known }
}

interface ElementPlace {
  readonly element: Element
  readonly slots: readonly SlotValue[]
}

interface PlannedSection extends ElementPlace {
  readonly plan: readonly FlatStep[]
}

const plans = new WeakMap<Element, readonly FlatStep[] | null>()

function planOf(section: Element): readonly FlatStep[] | null {
  let plan = plans.get(section)
  if (plan === undefined) {
    plan = flatPlan(section)
    plans.set(section, plan)
  }
  return plan
}

/** System, then at most one of each of the others; null when the record is made otherwise. */
function sectionsOf({ content: [root, ...rest], slots }: Fragment): PlannedSection[] | null {
  if (!(root instanceof Element) || root.name !== 'Event' || rest.length > 0) return null
  const sections: PlannedSection[] = []
  for (const item of root.content) {
    const value = typeof item === 'number' ? slots[item] : item
    if (value === null || value === undefined) continue
    const place = value instanceof Element ? { element: value, slots } : onlyElement(value)
    if (place === null || !mayFollow(sections, place.element)) return null
    const plan = planOf(place.element)
    if (plan === null) return null
    sections.push({ ...place, plan })
  }
  return sections.length === 0 ? null : sections
}

function mayFollow(sections: readonly PlannedSection[], { name }: Element): boolean {
  if (sections.length === 0) return name === 'System'
  return (name === 'EventData' || name === 'UserData') && !sections.some(({ element }) => element.name === name)
}

function onlyElement(value: SlotValue): ElementPlace | null {
  if (!(value instanceof Fragment) || value.content.length !== 1) return null
  const [only] = value.content
  if (only instanceof Element) return { element: only, slots: value.slots }
  return only instanceof Fragment ? onlyElement(only) : null
}

function run(gathered: WindowsFields, { plan, slots }: PlannedSection): void {
  for (const step of plan) {
    if (step.kind === 'element') addElement(gathered, step.field, contentValue(step.element, slots), step.ifEmpty)
    else if (step.kind === 'attribute') gathered.addSystem(step.field, textValue(step.attribute.content, slots))
    else gathered.addUnnamed(contentValue(step.element, slots) ?? '')
  }
}

function addElement(gathered: WindowsFields, field: string, value: FieldValue, ifEmpty: IfEmpty): void {
  if (value !== null && typeof value === 'object') gathered.addElement(field, value)
  else if (value !== null) gathered.add(field, value)
  else if (ifEmpty !== 'absent') gathered.add(field, ifEmpty)
}
