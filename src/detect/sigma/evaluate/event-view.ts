import type { DatasetView } from '../../../model/mappings.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { MAX_REMEMBERED_LENGTH, MAX_REMEMBERED_VALUES } from '../defaults.ts'
import { allStrings, textsOf } from './event-texts.ts'
import { SeenValue } from './seen-value.ts'

/** The one event that rules look at now, through names as rules of one category use them. */
export class EventView {
  /** Grows with every event: whatever carries another number is of an earlier one. */
  number = 0
  fields: Fields = {}
  #view: DatasetView | null = null

  show(fields: Fields, view: DatasetView): void {
    this.number++
    this.fields = fields
    this.#view = view
  }

  lookUp(name: string, category: string | undefined): FieldValue | undefined {
    return this.#view?.lookUp(this.fields, name, category)
  }
}

/** Where items find what they test: a field, or all texts of the event. */
export abstract class ValueSource {
  protected readonly event: EventView
  protected items = 0
  #number = -1
  #seen: SeenValue | null = null

  constructor(event: EventView) {
    this.event = event
  }

  protected abstract read(): SeenValue

  /** What the event being shown has; found once however many rules ask. */
  seen(): SeenValue {
    if (this.#seen === null || this.#number !== this.event.number) {
      this.#number = this.event.number
      this.#seen = this.read()
    }
    return this.#seen
  }

  /** The number of a new item, under which values keep its answers. */
  addItem(): number {
    this.#seen = null
    return this.items++
  }
}

/**
 * A field as rules of one logsource category name it. Values come again and again (programs, users, whole command lines), and what an
 * item says depends on the value alone: so the last few hundred distinct ones are remembered with the answers.
 */
export class FieldSlot extends ValueSource {
  readonly name: string
  readonly #category: string | undefined
  readonly #known = new Map<FieldValue | undefined, SeenValue>()

  constructor(event: EventView, name: string, category: string | undefined) {
    super(event)
    this.name = name
    this.#category = category
  }

  override addItem(): number {
    this.#known.clear()
    return super.addItem()
  }

  protected override read(): SeenValue {
    const value = this.event.lookUp(this.name, this.#category)
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const seen = new SeenValue(value, this.items, () => textsOf(value))
    if (isRemembered(value)) {
      if (this.#known.size >= MAX_REMEMBERED_VALUES) this.#known.clear()
      this.#known.set(value, seen)
    }
    return seen
  }
}

/** Every string of the event, for keywords. */
export class KeywordSlot extends ValueSource {
  protected override read(): SeenValue {
    const { fields } = this.event
    return new SeenValue(undefined, this.items, () => allStrings(fields))
  }
}

function isRemembered(value: FieldValue | undefined): boolean {
  return typeof value === 'string' ? value.length <= MAX_REMEMBERED_LENGTH : typeof value !== 'object' || value === null
}
