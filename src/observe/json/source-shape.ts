import { compileCondition } from '../../model/condition.ts'
import { lookUpField } from '../../model/field-lookup.ts'
import type { Recognition, SourceMapping } from '../../model/source-mapping.ts'
import { newFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { completeRequest } from '../web/access-fields.ts'
import { flattenWindowsEvent } from '../windows/windows-event.ts'
import { compileDatasetChoice } from './dataset-choice.ts'
import type { DatasetChoice } from './dataset-choice.ts'
import { lift, setField } from './lift.ts'
import { readLogLine } from './log-line.ts'
import type { TextReaders } from './text-readers.ts'
import { readProgramMessage } from './program-message.ts'
import { sourceTime } from './record-time.ts'
import { mayHoldAnything } from './top-level-names.ts'
import type { MayHold } from './top-level-names.ts'

/** One of the ways in which a source writes its records. */
export interface SourceShape {
  /** Paths that must be present. */
  readonly needs: readonly string[]
  /** The record in the source's own shape; undefined when it is not a record of it. A record that is may be changed. */
  apply(record: MutableFields, date: number, mayHold: MayHold): Shaped | undefined
}

export interface Shaped {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
  /** The fields are the record as it was given. */
  readonly isAsGiven: boolean
}

export function compileShapes(source: SourceMapping, readers: TextReaders = {}): SourceShape[] {
  const choose = compileDatasetChoice(source)
  return source.recognise.map(recognition => compileShape(source, recognition, choose, readers))
}

function compileShape(source: SourceMapping, recognition: Recognition, choose: DatasetChoice, { messages, lines }: TextReaders): SourceShape {
  const holds = compileCondition(recognition.when)
  const reshape = compileReshaping(recognition)
  return {
    needs: recognition.has,
    apply(record, date, mayHold) {
      if (recognition.has.some(path => lookUpField(record, path) === undefined) || !holds(record)) return undefined
      if (recognition.convert === 'windows-event') return windowsRecord(source, record, choose, date)
      const { fields, isAsGiven } = reshape(record, mayHold)
      const known = fields === record ? mayHold : mayHoldAnything
      if (recognition.convert === 'program-message') {
        const { fields: read, message } = readProgramMessage(fields, date, messages)
        const dataset = message?.dataset ?? choose(read)
        const time = sourceTime(source.time, fields, record, date) ?? message?.time ?? null
        return dataset === undefined ? undefined : { dataset, time, fields: read, isAsGiven: false }
      }
      const time = sourceTime(source.time, fields, record, date, known)
      const line = recognition.convert === 'log-line' ? readLogLine(fields, date, lines, time) : null
      if (line !== null) return { ...line, isAsGiven: false }
      const dataset = choose(fields, known)
      return dataset === undefined ? undefined : { dataset, time, fields, isAsGiven }
    },
  }
}

/** Told by System's channel, provider and time, whatever the event's data calls by these names. */
function windowsRecord(source: SourceMapping, record: Fields, choose: DatasetChoice, date: number): Shaped | undefined {
  const { fields, channel, provider, time } = flattenWindowsEvent(record)
  const ambiguous = Array.isArray(fields['Channel']) || Array.isArray(fields['Provider_Name'])
  const dataset = choose(ambiguous ? Object.assign(newFields(), fields, { Channel: channel, Provider_Name: provider }) : fields)
  if (dataset === undefined) return undefined
  return { dataset, time: time === null ? sourceTime(source.time, fields, record, date) : { microseconds: time, flags: 0 }, fields, isAsGiven: false }
}

type Reshaped = Pick<Shaped, 'fields' | 'isAsGiven'>

/**
 * Renames are looked up before anything is lifted: what is lifted is named by whoever caused the event. A record that is lifted into is
 * another object than the one given, because look-ups remember an object's names.
 */
function compileReshaping(recognition: Recognition): (record: MutableFields, mayHold: MayHold) => Reshaped {
  const complete = recognition.convert === 'access-request' ? completeRequest : undefined
  const renames = Object.entries(recognition.rename)
  const lifts = recognition.lift.map(path => path.split('.'))
  const isAlways = lifts.length > 0 || complete !== undefined
  return (record, mayHold) => {
    const renamed: [string, FieldValue][] = []
    for (const [name, path] of renames) {
      const value = mayHold(path) ? lookUpField(record, path) : undefined
      if (value !== undefined) renamed.push([name, value])
    }
    if (!isAlways && renamed.length === 0) return { fields: record, isAsGiven: true }
    const fields = lifts.length === 0 ? record : { ...record }
    for (const path of lifts) lift(fields, path)
    for (const [name, value] of renamed) setField(fields, name, value)
    complete?.(fields)
    return { fields, isAsGiven: false }
  }
}
