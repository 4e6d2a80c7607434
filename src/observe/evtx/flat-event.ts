import type { FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import type { WindowsEvent } from '../windows/windows-event.ts'
import { flattenWindowsEvent, knownOfSystem } from '../windows/windows-event.ts'
import { WindowsFields } from '../windows/windows-fields.ts'
import type { SlotValue } from './element.ts'
import { Element, Fragment, NO_SLOT } from './element.ts'
import type { FlatLayout } from './flat-layout.ts'
import { emptyLayout } from './flat-layout.ts'
import type { FlatPlan, FlatStep } from './flat-plan.ts'
import { flatPlan } from './flat-plan.ts'
import { contentValue, nestedEvent } from './nested-event.ts'
import { textValue } from './text-content.ts'

/**
 * The fields of a record as detection sees them: always equal to `flattenWindowsEvent(nestedEvent(record))`, its oracle, but for nearly
 * all records without building the nested object: a section's plan, made once per template, says which slot is which field.
 */
export function flatEvent(record: Fragment): WindowsEvent {
  return planned(record) ?? flattenWindowsEvent(nestedEvent(record))
}

function planned(record: Fragment): WindowsEvent | null {
  const sections = sectionsOf(record)
  if (sections === null) return null
  const { system, data } = sections
  const isDisjoint = data === null || data.plan.isDisjointFrom(system.plan)
  if (isDisjoint && system.plan.isPlain && data?.plan.isPlain !== false) return laidOut(system, data)
  const gathered = new WindowsFields()
  if (!addNew(gathered, system)) return null
  const known = knownOfSystem(gathered.fields)
  const isAdded = data === null || (isDisjoint ? addNew(gathered, data) : addJoining(gathered, data))
  return isAdded ? { fields: gathered.fields, ...known } : null
}

/** The values, written over by each event, and how many there are so far. */
const values: FieldValue[] = []
let valueCount = 0

/** What {@link knownOfSystem} reads. */
const KNOWN_OF_SYSTEM = ['Channel', 'Provider_Name', 'TimeCreated'] as const

/** Of sections whose fields all differ in name. */
function laidOut(system: Section, data: Section | null): WindowsEvent | null {
  valueCount = 0
  const ofSystem = layOut(emptyLayout(), system)
  if (ofSystem === null) return null
  const layout = data === null ? ofSystem : layOut(ofSystem, data)
  if (layout === null) return null
  const [channel = -1, provider = -1, created = -1] = ofSystem.positionsOf(KNOWN_OF_SYSTEM)
  const known = { Channel: valueAt(channel), Provider_Name: valueAt(provider), TimeCreated: valueAt(created) }
  const fields = layout.fieldsOf(values)
  const { channel: channelName, provider: providerName, time } = knownOfSystem(known)
  return { fields, channel: channelName, provider: providerName, time }
}

/** Null for a place that there is none of. */
function valueAt(place: number): FieldValue {
  return place < 0 ? null : values[place]!
}

function layOut(before: FlatLayout, { plan, slots }: Section): FlatLayout | null {
  const { steps } = plan
  let layout = before
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    const value = valueOf(step, slots)
    if (value === null) {
      if (step.ifEmpty === 'absent') continue
      values[valueCount++] = step.ifEmpty
    } else {
      if (isFields(value)) return null
      values[valueCount++] = value
    }
    layout = layout.with(step.field)
  }
  return layout
}

/** A section's element, with the slots it is filled from. */
interface Section {
  readonly plan: FlatPlan
  readonly slots: readonly SlotValue[]
}

/** System, and EventData or UserData if there is one; null when the record is made in any other way. */
function sectionsOf({ content, slots }: Fragment): { system: Section; data: Section | null } | null {
  const root = content[0]
  if (!(root instanceof Element) || root.name !== 'Event' || content.length > 1) return null
  let system: Section | null = null
  let data: Section | null = null
  for (const item of root.content) {
    const value = typeof item === 'number' ? slots[item] : item
    if (value === null || value === undefined) continue
    if (data !== null) return null
    const section = value instanceof Element ? sectionOf(value, slots) : sectionIn(value)
    if (section === null || section.plan.isSystem !== (system === null)) return null
    if (system === null) system = section
    else data = section
  }
  return system === null ? null : { system, data }
}

/** The section that is all there is in a value of binary XML. */
function sectionIn(value: SlotValue): Section | null {
  if (!(value instanceof Fragment) || value.content.length !== 1) return null
  const only = value.content[0]
  if (only instanceof Element) return sectionOf(only, value.slots)
  return only instanceof Fragment ? sectionIn(only) : null
}

const plans = new WeakMap<Element, FlatPlan | null>()

function sectionOf(element: Element, slots: readonly SlotValue[]): Section | null {
  let plan = plans.get(element)
  if (plan === undefined) {
    plan = flatPlan(element)
    plans.set(element, plan)
  }
  return plan === null ? null : { plan, slots }
}

/** The fields of a section of which none is there yet; false when a value holds elements, which have names of their own. */
function addNew(gathered: WindowsFields, { plan, slots }: Section): boolean {
  const { fields } = gathered
  for (const step of plan.steps) {
    const value = valueOf(step, slots)
    if (isFields(value)) return false
    if (step.kind === 'unnamed') gathered.addUnnamed(value ?? '')
    else if (value !== null) fields[step.field] = value
    else if (step.ifEmpty !== 'absent') fields[step.field] = step.ifEmpty
  }
  return true
}

function addJoining(gathered: WindowsFields, { plan, slots }: Section): boolean {
  for (const step of plan.steps) {
    const value = valueOf(step, slots)
    if (isFields(value)) return false
    if (step.kind === 'unnamed') gathered.addUnnamed(value ?? '')
    else if (value !== null) gathered.add(step.field, value)
    else if (step.ifEmpty !== 'absent') gathered.add(step.field, step.ifEmpty)
  }
  return true
}

function valueOf({ slot, source }: FlatStep, slots: readonly SlotValue[]): FieldValue {
  const value = slot === NO_SLOT ? null : slots[slot] ?? null
  if (slot !== NO_SLOT && !(value instanceof Fragment)) return value
  return source instanceof Element ? contentValue(source, slots) : textValue(source.content, slots)
}
