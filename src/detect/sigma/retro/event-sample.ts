/** Some of the stored events of a dataset, to guess by how many events meet a condition. Only speed depends on what it says. */
import type { CandidateCondition } from '../../../model/event-candidates.ts'
import { lookUpField } from '../../../model/field-lookup.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'

export class EventSample {
  readonly size: number
  readonly #events: readonly Fields[]
  readonly #all: Uint8Array
  /** Of each field that was asked for, the events that have it. */
  readonly #values = new Map<string, readonly SampledValue[]>()
  /** Rules ask for the same texts. */
  readonly #rows = new Map<string, Uint8Array>()
  #texts: readonly SampledValue[] | undefined

  constructor(events: readonly Fields[]) {
    this.#events = events
    this.size = events.length
    this.#all = new Uint8Array(events.length).fill(1)
  }

  /** For each event 1 where it meets the condition, as near as a look at its text tells, else 0. Not to be changed. */
  rowsOf(condition: CandidateCondition): Uint8Array {
    switch (condition.kind) {
      case 'all':
        return this.#all
      case 'and':
        return condition.terms.map(term => this.rowsOf(term)).reduce((all, rows) => all.map((holds, row) => holds & rows[row]!))
      case 'or': {
        const any = new Uint8Array(this.size)
        for (const term of condition.terms) {
          const rows = this.rowsOf(term)
          for (let row = 0; row < any.length; row++) any[row]! |= rows[row]!
        }
        return any
      }
      default: {
        const key = JSON.stringify(condition)
        let rows = this.#rows.get(key)
        if (rows === undefined) this.#rows.set(key, rows = this.#look(condition))
        return rows
      }
    }
  }

  #look(condition: Exclude<CandidateCondition, { kind: 'all' | 'and' | 'or' }>): Uint8Array {
    const rows = new Uint8Array(this.size)
    if (condition.kind === 'label') rows.fill(1)
    for (const { row, text } of condition.field === null ? this.#wholeTexts() : this.#valuesOf(condition.field)) {
      rows[row] = meets(text, condition) ? 1 : 0
    }
    return rows
  }

  #valuesOf(field: string): readonly SampledValue[] {
    let values = this.#values.get(field)
    if (values === undefined) {
      values = this.#events.flatMap((event, row) => {
        const value = lookUpField(event, field)
        return value === undefined ? [] : [{ row, text: lowerText(value) }]
      })
      this.#values.set(field, values)
    }
    return values
  }

  #wholeTexts(): readonly SampledValue[] {
    this.#texts ??= this.#events.map((event, row) => ({ row, text: lowerText(event) }))
    return this.#texts
  }
}

interface SampledValue {
  readonly row: number
  readonly text: string
}

function meets(text: string, condition: Exclude<CandidateCondition, { kind: 'all' | 'and' | 'or' }>): boolean {
  switch (condition.kind) {
    case 'present':
    case 'text':
      return true
    case 'contains':
      return text.includes(condition.text.toLowerCase())
    default:
      return text === condition.text.toLowerCase()
  }
}

/** All texts of it, one after another. */
function lowerText(value: FieldValue): string {
  if (typeof value !== 'object' || value === null) return String(value).toLowerCase()
  return (Array.isArray(value) ? value : Object.values(value)).map(lowerText).join('\n')
}
