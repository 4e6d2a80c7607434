import type { FieldValue } from '../../../model/value.ts'
import { formText, type TextForm } from '../rule/letters.ts'
import { EventText } from './event-text.ts'

/** What an item once said of a value. */
export const UNASKED = 0
export const NO = 1
export const YES = 2

type Formed = readonly EventText[] | null

/** A value of an event as rules see it: its texts in every form they ask for, and what each item said of it. */
export class SeenValue {
  readonly value: FieldValue | undefined
  /** By the item's number: {@link UNASKED}, {@link NO} or {@link YES}. */
  readonly answers: Uint8Array
  readonly #read: () => readonly string[]
  #folded: Formed = null
  #cased: Formed = null
  #foldedLevel: Formed = null
  #casedLevel: Formed = null

  constructor(value: FieldValue | undefined, items: number, read: () => readonly string[]) {
    this.value = value
    this.answers = new Uint8Array(items)
    this.#read = read
  }

  texts(form: TextForm): readonly EventText[] {
    switch (form) {
      case 'folded':
        return (this.#folded ??= this.#formed(form))
      case 'cased':
        return (this.#cased ??= this.#formed(form))
      case 'folded-level':
        return (this.#foldedLevel ??= this.#formed(form))
      case 'cased-level':
        return (this.#casedLevel ??= this.#formed(form))
    }
  }

  #formed(form: TextForm): readonly EventText[] {
    return this.#read().map(text => new EventText(formText(text, form)))
  }
}
