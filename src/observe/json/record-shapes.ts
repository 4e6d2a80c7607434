import type { Mappings } from '../../model/mappings.ts'
import type { Fields, MutableFields } from '../../model/value.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { GENERIC_TIME_FIELDS } from './defaults.ts'
import { openEnvelope } from './envelope.ts'
import { NameTree } from './name-tree.ts'
import { genericTime } from './record-time.ts'
import { compileShapes } from './source-shape.ts'
import type { SourceShape } from './source-shape.ts'
import type { TextReaders } from './text-readers.ts'
import { topLevelNames } from './top-level-names.ts'
import type { MayHold } from './top-level-names.ts'

/** A record as the mappings understand it. */
export interface ShapedRecord {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
  /** The fields are the record as it was given. */
  readonly isAsGiven: boolean
}

/** Knows which source a record of fields comes from, and brings it into that source's shape. Made once from the mappings. */
export class RecordShapes {
  readonly #shapes: readonly SourceShape[]
  readonly #generic: string
  /** What top-level names can be: the same for every record with these names. */
  readonly #possible = new NameTree(names => this.#find(names))

  /** @param generic the dataset of records that no source recognises @param readers of texts within records */
  constructor(mappings: Mappings, generic: string, readers?: TextReaders) {
    this.#generic = generic
    this.#shapes = mappings.sources.flatMap(source => compileShapes(source, readers))
  }

  /**
   * The record in the shape of the first source, by priority, that recognises it. The record given may be changed and used.
   *
   * @param date microseconds: the evidence's, for times without a year
   */
  shape(given: MutableFields, date: number): ShapedRecord {
    const record = openEnvelope(given)
    const { shapes, times, mayHold } = this.#possible.of(record)
    for (const shape of shapes) {
      const shaped = shape.apply(record, date, mayHold)
      if (shaped !== undefined) return record === given ? shaped : { ...shaped, isAsGiven: false }
    }
    return { dataset: this.#generic, time: genericTime(times, record, date), fields: record, isAsGiven: record === given }
  }

  #find(names: readonly string[]): Possible {
    const mayHold = topLevelNames(names)
    const shapes = this.#shapes.filter(shape => shape.needs.every(mayHold))
    return { shapes, times: GENERIC_TIME_FIELDS.filter(mayHold), mayHold }
  }
}

interface Possible {
  readonly shapes: readonly SourceShape[]
  /** Those of {@link GENERIC_TIME_FIELDS} that may be there. */
  readonly times: readonly string[]
  readonly mayHold: MayHold
}
