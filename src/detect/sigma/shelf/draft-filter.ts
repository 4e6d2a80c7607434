import { stringify } from 'yaml'
import { NOBODY } from '../../../model/entities.ts'
import type { DatasetView, Mappings } from '../../../model/mappings.ts'
import type { DraftedField, DraftedFilter, FilterWish, ShownEvent } from '../../../model/ports/rule-shelf.ts'
import type { FieldValue } from '../../../model/value.ts'
import { isFields } from '../../../model/value.ts'
import type { Detection, SigmaRule } from '../rule/rule.ts'
import { DETAIL_FIELDS, DRAFT_EVENTS, DRAFT_FIELDS, DRAFT_VALUE_LENGTH, DRAFT_VALUES } from './defaults.ts'

/**
 * Drafts a narrow Sigma filter: all of the fields that say what was done (those the rule looks at, and the command) and by whom (those the mappings know as
 * names), with the values that the events to silence have in common, and others until none of the events to keep has them all. It is a
 * proposal: a person edits it, and what it does is tried on stored events before it holds.
 */
export function draftFilter(rule: SigmaRule, { id, title, date, author, silence, keep }: FilterWish, mappings: Mappings): DraftedFilter {
  const seen = silence.slice(0, DRAFT_EVENTS).map(event => reading(event, rule, mappings))
  const kept = keep.slice(0, DRAFT_EVENTS).map(event => reading(event, rule, mappings))
  const fields = chooseFields(candidates(rule, seen), kept)
  const selection = Object.fromEntries(fields.map(({ field, values }) => [field, values.length === 1 ? written(values[0]!) : values.map(written)]))
  const document = {
    title, id, author, date, logsource: rule.logsource,
    filter: { rules: [rule.summary.id], selection, condition: 'selection' },
  }
  return { text: stringify(document, { lineWidth: 0 }), fields }
}

/** The value that rules see under a name; null where it is none that a filter could ask for. */
type Reading = (name: string) => string | null

interface ReadEvent {
  readonly event: ShownEvent
  readonly view: DatasetView
  readonly read: Reading
}

function reading(event: ShownEvent, { logsource }: SigmaRule, mappings: Mappings): ReadEvent {
  const view = mappings.dataset(event.dataset)
  return { event, view, read: name => plainValue(view.lookUp(event.fields, name, logsource.category)) }
}

function plainValue(value: FieldValue | undefined): string | null {
  const single = Array.isArray(value) && value.length === 1 ? (value as readonly FieldValue[])[0] : value
  if (typeof single === 'number' || typeof single === 'bigint' || typeof single === 'boolean') return String(single)
  return typeof single === 'string' && single !== '' && single.length <= DRAFT_VALUE_LENGTH ? single : null
}

/** What could be asked for, the best first: each field holds for every event that is to be silenced. */
function candidates(rule: SigmaRule, events: readonly ReadEvent[]): readonly DraftedField[] {
  const found = new Map<string, DraftedField>()
  const add = (names: Iterable<string>, reason: DraftedField['reason']) => {
    const fields: DraftedField[] = []
    for (const field of names) {
      const values = found.has(field) ? null : commonValues(field, events)
      if (values !== null) fields.push({ field, values, reason })
    }
    // What says most first: a command line before a name, one value before several.
    fields.sort((a, b) => weight(b) - weight(a))
    for (const each of fields) if (![...found.values()].some(other => sameValues(other, each))) found.set(each.field, each)
  }
  add(DETAIL_FIELDS, 'what')
  add(rule.detections.values().flatMap(fieldsOf), 'rule')
  add(events[0]?.view.entities.filter(({ type }) => WHO.has(type)).flatMap(({ fields }) => fields) ?? [], 'who')
  add(flatNames(events[0]?.event.fields ?? {}), 'distinguishes')
  return [...found.values()]
}

/** Entities that say who or what did it; addresses of the other side, hashes and files change from one time to the next. */
const WHO: ReadonlySet<string> = new Set(['process', 'user', 'account', 'host'])

/** Two of what the rule looks at, one of what was run, three of who it was; then whatever tells the events from those that are to be kept. */
function chooseFields(all: readonly DraftedField[], kept: readonly ReadEvent[]): readonly DraftedField[] {
  const some = (wanted: DraftedField['reason'], most: number) => all.filter(({ reason }) => reason === wanted).slice(0, most)
  const chosen = [...some('rule', 2), ...some('what', 1), ...some('who', 3)]
  if (chosen.length === 0) chosen.push(...all.slice(0, 2))
  let endangered = kept.filter(event => chosen.every(field => holds(field, event)))
  while (endangered.length > 0 && chosen.length < 2 * DRAFT_FIELDS) {
    const rest = all.filter(field => !chosen.includes(field))
    const best = rest.map(field => ({ field, spared: endangered.filter(event => !holds(field, event)).length })).sort((a, b) => b.spared - a.spared)[0]
    if (best === undefined || best.spared === 0) break
    chosen.push({ ...best.field, reason: 'distinguishes' })
    endangered = endangered.filter(event => holds(best.field, event))
  }
  return chosen
}

function holds({ field, values }: DraftedField, { read }: ReadEvent): boolean {
  const value = read(field)?.toLowerCase()
  return value !== undefined && values.some(each => each.toLowerCase() === value)
}

/** The few values that all events have under a name; null where one has none, or there are many, or they will not come again. */
function commonValues(field: string, events: readonly ReadEvent[]): readonly string[] | null {
  const values = new Map<string, string>()
  for (const { read } of events) {
    const value = read(field)
    if (value === null || isFleeting(value) || NOBODY.has(value.toLowerCase())) return null
    values.set(value.toLowerCase(), value)
    if (values.size > DRAFT_VALUES) return null
  }
  return values.size === 0 ? null : [...values.values()]
}

/** Numbers (of processes, of sessions), identifiers, digests and times are other ones the next time. */
function isFleeting(value: string): boolean {
  return /^(0x)?[0-9a-f]{1,20}$/i.test(value) && /\d/.test(value)
    || /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(value)
    || /[0-9a-f]{32}/i.test(value)
    || /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value)
}

function weight({ values }: DraftedField): number {
  return Math.min(200, Math.max(...values.map(value => value.length))) / values.length
}

function sameValues(one: DraftedField, other: DraftedField): boolean {
  return one.values.length === other.values.length && one.values.every((value, i) => value.toLowerCase() === other.values[i]!.toLowerCase())
}

function fieldsOf(detection: Detection): readonly string[] {
  if (detection.kind !== 'item') return detection.parts.flatMap(fieldsOf)
  return detection.field === null || detection.negated ? [] : [detection.field]
}

/** The event's own names, members of objects by dots. */
function flatNames(fields: ShownEvent['fields'], prefix = '', depth = 0): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => (isFields(value) && depth < DEEPEST ? flatNames(value, `${prefix}${name}.`, depth + 1) : [`${prefix}${name}`]))
}

/** Members of members: records of the cloud have four. */
const DEEPEST = 6

/** As a Sigma value that stands for this very text: wildcards, and backslashes before them or one another, are escaped (Sigma rules specification 2.1.0, "Escaping"). */
function written(value: string): string | number {
  if (/^(0|-?[1-9]\d{0,14})$/.test(value)) return Number(value)
  return value.replace(/\\(?=[\\*?])/g, '\\\\').replace(/[*?]/g, '\\$&')
}
