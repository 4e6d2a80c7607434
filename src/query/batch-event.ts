import { entityKey, subjectOf } from '../model/entities.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { eventId } from '../model/ids.ts'
import type { DatasetView, Mappings } from '../model/mappings.ts'
import { formatTime } from '../model/time.ts'
import type { Fields, FieldValue } from '../model/value.ts'
import type { MetaField } from './meta-fields.ts'
import { isMetaField } from './meta-fields.ts'
import type { QueryEvent } from './query-event.ts'

/** What a batch does not know of itself. */
export interface BatchOrigin {
  /** Hex SHA-256 of the evidence. */
  readonly evidence: string
  /** All paths the evidence was found under. */
  readonly paths: readonly string[]
  /** Keys of the rules that match a row; asked only by queries that speak of `_rule`. */
  rulesOf(row: number): readonly string[]
}

/** One row of a batch as a {@link QueryEvent}. It can be moved from row to row, so that a scan makes one object for each batch. */
export class BatchEvent implements QueryEvent {
  readonly #batch: EventBatch
  readonly #mappings: Mappings
  readonly #origin: BatchOrigin
  #row = 0
  /** Of this row: an id is a hash, and every fact's query asks for one. */
  #id: string | undefined
  #subject: string | undefined

  constructor(batch: EventBatch, mappings: Mappings, origin: BatchOrigin) {
    this.#batch = batch
    this.#mappings = mappings
    this.#origin = origin
  }

  at(row: number): this {
    this.#row = row
    this.#id = undefined
    this.#subject = undefined
    return this
  }

  field(name: string): FieldValue | undefined {
    return isMetaField(name) ? this.#metaField(name) : this.#ownField(name)
  }

  values(): Iterable<FieldValue> {
    return Object.values(this.#fields)
  }

  /** By the names that rules use: what an event is called in its category holds here too. */
  #ownField(name: string): FieldValue | undefined {
    const view = this.#view
    const value = view.lookUp(this.#fields, name)
    if (value !== undefined || !view.hasCategoryFields) return value
    for (const category of view.logsourceOf(this.#fields).categories) {
      const renamed = view.lookUp(this.#fields, name, category)
      if (renamed !== undefined) return renamed
    }
    return undefined
  }

  #metaField(name: MetaField): FieldValue {
    const { evidence, paths } = this.#origin
    switch (name) {
      case '_id':
        return (this.#id ??= eventId(evidence, this.#batch.offset[this.#row]!, this.#batch.ordinal[this.#row]!))
      case '_time':
        return this.#time
      case '_dataset':
        return this.#batch.dataset[this.#row]!
      case '_evidence':
        return evidence
      case '_path':
        return paths
      case '_record':
        return this.#batch.record[this.#row]!
      case '_rule':
        return this.#origin.rulesOf(this.#row)
      case '_subject':
        return (this.#subject ??= entityKey(subjectOf(this.#view, this.#fields, evidence)))
    }
  }

  get #time(): string | null {
    const time = this.#batch.time[this.#row]!
    return Number.isNaN(time) ? null : formatTime(time)
  }

  get #fields(): Fields {
    return this.#batch.fields[this.#row]!
  }

  get #view(): DatasetView {
    return this.#mappings.dataset(this.#batch.dataset[this.#row]!)
  }
}
