import type { FieldValue } from '../../model/value.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import { KIND, plainTextKind, storedValue } from '../../query/sql/stored-value.ts'
import type { ByteColumn } from './byte-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { isFolded } from './flatten-fields.ts'
import type { SearchColumns } from './search-columns.ts'
import { IPV4, isAddressStart, TEXT, thirdDot } from './stored-bytes.ts'

/** What is known of the values of the event that was written last, whoever wrote them. */
export class WrittenValues {
  oddity: number = ODDITY.none
  /** Where in its column's memory a text begins, until the next event is written; -1 when it is no text of ASCII. */
  starts = new Int32Array(64)
  /** How long its column was before each value. */
  begins = new Int32Array(64)
  /** Steps of which the values are written. */
  count = 0
  #shape: FieldShape | null = null

  /** Another event; where its texts begin, and what was there before its values, is to be noted in {@link starts} and {@link begins}. */
  begin(shape: FieldShape): this {
    const { length } = shape.steps
    if (this.starts.length < length) {
      this.starts = new Int32Array(length * 2)
      this.begins = new Int32Array(length * 2)
    }
    this.oddity = ODDITY.none
    this.count = 0
    this.#shape = shape
    return this
  }

  /** Takes the values back that were written. */
  drop(search: SearchColumns): void {
    const steps = this.#shape?.steps ?? []
    for (let position = this.count - 1; position >= 0; position--) {
      const step = steps[position]!
      if (step.kind !== 'end') step.name.column.values.truncate(this.begins[position]!)
    }
    this.count = 0
    search.dropWords()
  }

  /** Writes any value as it is stored. */
  addStored(value: FieldValue, to: ByteColumn, search: SearchColumns): void {
    const stored = storedValue(value)
    to.writeText(stored ?? '')
    if (stored === null) this.oddity = ODDITY.odd
    else {
      search.addWordsOf(stored)
      if (this.oddity === ODDITY.none && isFolded(stored)) this.oddity = ODDITY.folded
    }
  }
}

/** The letter of the kind of a text of ASCII, given as bytes too; what the indexes find an address by is noted. */
export function kindOf(text: string, bytes: Uint8Array, from: number, end: number, search: SearchColumns): number {
  if (!isAddressStart(bytes, from, end)) return TEXT
  const dot = thirdDot(bytes, from, end)
  if (dot > 0) {
    search.addNetworksOf(bytes, from, dot)
    return IPV4
  }
  const kind = plainTextKind(text) ?? KIND.text
  if (kind !== KIND.text) search.addWordsOf(kind + text)
  return kind.charCodeAt(0)
}
