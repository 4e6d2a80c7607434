import type { DatasetView } from '../../../model/mappings.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { formText, type TextForm } from '../rule/letters.ts'
import { allStrings, textsOf } from './event-texts.ts'

/**
 * The one event that rules look at now, through names as rules of one category use them. What a name stands for, and its text in each
 * form, is found once per event however many rules ask.
 */
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

/** Something in the event that texts can be taken from: a field, or all strings. */
export interface TextSource {
  texts(form: TextForm): readonly string[]
}

/** A field as rules of one logsource category name it. */
export class FieldSlot implements TextSource {
  readonly name: string
  readonly #event: EventView
  readonly #category: string | undefined
  #number = -1
  #value: FieldValue | undefined
  #texts = new Map<TextForm, readonly string[]>()

  constructor(event: EventView, name: string, category: string | undefined) {
    this.#event = event
    this.name = name
    this.#category = category
  }

  value(): FieldValue | undefined {
    if (this.#number !== this.#event.number) {
      this.#number = this.#event.number
      this.#value = this.#event.lookUp(this.name, this.#category)
      this.#texts.clear()
    }
    return this.#value
  }

  texts(form: TextForm): readonly string[] {
    const value = this.value()
    return remembered(this.#texts, form, () => textsOf(value))
  }
}

/** Every string of the event, for keywords. */
export class KeywordSlot implements TextSource {
  readonly #event: EventView
  #number = -1
  #texts = new Map<TextForm, readonly string[]>()

  constructor(event: EventView) {
    this.#event = event
  }

  texts(form: TextForm): readonly string[] {
    if (this.#number !== this.#event.number) {
      this.#number = this.#event.number
      this.#texts.clear()
    }
    return remembered(this.#texts, form, () => allStrings(this.#event.fields))
  }
}

function remembered(known: Map<TextForm, readonly string[]>, form: TextForm, read: () => readonly string[]): readonly string[] {
  const texts = known.get(form)
  if (texts !== undefined) return texts
  const cased = form === 'cased' ? read() : remembered(known, 'cased', read)
  const formed = form === 'cased' ? cased : cased.map(text => formText(text, form))
  known.set(form, formed)
  return formed
}
