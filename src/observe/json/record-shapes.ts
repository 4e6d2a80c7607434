import { compileCondition } from '../../model/condition.ts'
import { lookUpField } from '../../model/field-lookup.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { Recognition, SourceMapping } from '../../model/source-mapping.ts'
import { newFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamps.ts'
import { flattenWindowsEvent } from '../windows/windows-event.ts'
import { compileDatasetChoice } from './dataset-choice.ts'
import { REMEMBERED_MEMBERS, REMEMBERED_SHAPES } from './defaults.ts'
import { lift, setField } from './lift.ts'
import { genericTime, sourceTime } from './record-time.ts'

/** A record as the mappings understand it. */
export interface ShapedRecord {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
}

/** Knows which source a record of fields comes from, and brings it into that source's shape. Made once from the mappings. */
export class RecordShapes {
  readonly #shapes: readonly Shape[]
  readonly #generic: string
  /** Which shapes a set of top-level names can have: the same for every record with these names. */
  readonly #possible = new Map<string, readonly Shape[]>()

  /** @param generic the dataset of records that no source recognises */
  constructor(mappings: Mappings, generic: string) {
    this.#generic = generic
    this.#shapes = mappings.sources.flatMap(source => {
      const choose = compileDatasetChoice(source)
      return source.recognise.map(recognition => compileShape(source, recognition, choose))
    })
  }

  /**
   * The record in the shape of the first source, by priority, that recognises it. The record given is changed and used.
   *
   * @param date microseconds: the evidence's, for times without a year
   */
  shape(record: MutableFields, date: number): ShapedRecord {
    for (const shape of this.#shapesFor(record)) {
      const shaped = shape.apply(record, date)
      if (shaped !== undefined) return shaped
    }
    return { dataset: this.#generic, time: genericTime(record, date), fields: record }
  }

  #shapesFor(record: Fields): readonly Shape[] {
    const names = Object.keys(record)
    if (names.length > REMEMBERED_MEMBERS) return this.#find(names)
    const key = names.join('\n')
    let found = this.#possible.get(key)
    if (found === undefined) {
      found = this.#find(names)
      if (this.#possible.size === REMEMBERED_SHAPES) this.#possible.clear()
      this.#possible.set(key, found)
    }
    return found
  }

  #find(names: readonly string[]): readonly Shape[] {
    const present = new Set(names.flatMap(name => [name, name.replaceAll(' ', '')]))
    return this.#shapes.filter(shape => shape.roots.every(roots => roots.some(root => present.has(root))))
  }
}

interface Shape {
  /** For every path that must be present, the top-level names it may begin with. */
  readonly roots: readonly (readonly string[])[]
  apply(record: MutableFields, date: number): ShapedRecord | undefined
}

function compileShape(source: SourceMapping, recognition: Recognition, choose: (fields: Fields) => string | undefined): Shape {
  const holds = compileCondition(recognition.when)
  const renames = Object.entries(recognition.rename)
  const lifts = recognition.lift.map(path => path.split('.'))
  return {
    roots: recognition.has.map(rootsOf),
    apply(record, date) {
      if (recognition.has.some(path => lookUpField(record, path) === undefined) || !holds(record)) return undefined
      if (recognition.convert === 'windows-event') return windowsRecord(source, record, choose, date)
      const fields = reshape(record, lifts, renames)
      const dataset = choose(fields)
      return dataset === undefined ? undefined : { dataset, time: sourceTime(source.time, fields, record, date), fields }
    },
  }
}

/** Told by System's channel, provider and time, whatever the event's data calls by these names. */
function windowsRecord(
  source: SourceMapping,
  record: Fields,
  choose: (fields: Fields) => string | undefined,
  date: number,
): ShapedRecord | undefined {
  const { fields, channel, provider, time } = flattenWindowsEvent(record)
  const ambiguous = Array.isArray(fields['Channel']) || Array.isArray(fields['Provider_Name'])
  const dataset = choose(ambiguous ? Object.assign(newFields(), fields, { Channel: channel, Provider_Name: provider }) : fields)
  if (dataset === undefined) return undefined
  return { dataset, time: time === null ? sourceTime(source.time, fields, record, date) : { microseconds: time, flags: 0 }, fields }
}

/** `a.b.c` may be a member `a`, a member `a.b` or a member `a.b.c`. */
function rootsOf(path: string): string[] {
  const parts = path.split('.')
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'))
}

/** Renames are looked up before anything is lifted: what is lifted is named by whoever caused the event. */
function reshape(record: MutableFields, lifts: readonly (readonly string[])[], renames: readonly (readonly [string, string])[]): Fields {
  const renamed = renames.map(([name, path]): readonly [string, FieldValue | undefined] => [name, lookUpField(record, path)])
  for (const path of lifts) lift(record, path)
  for (const [name, value] of renamed) if (value !== undefined) setField(record, name, value)
  return record
}

