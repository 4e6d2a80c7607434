import { entity, entityKey, membersOf } from '../../model/entities.ts'
import type { Entity, EntityType } from '../../model/entity.ts'
import type { FieldValue } from '../../model/value.ts'
import { foldsAsAscii } from '../../query/sql/stored-value.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { FieldRole } from './field-shapes.ts'

/** The column `subject`: what `subjectOf` finds. Machines and users come again and again, so their names are normalised once. */
export class SubjectColumn {
  readonly keys = new DictionaryColumn()
  #evidence: Subject
  readonly #known = new Map<EntityType, Map<FieldValue, Subject | null>>()
  #size = 0

  /** @param evidence stands in where nobody is named */
  constructor(evidence: string) {
    this.#evidence = subjectFrom({ type: 'evidence', value: evidence })
  }

  /** Another evidence stands in from now on. */
  standIn(evidence: string): void {
    this.#evidence = subjectFrom({ type: 'evidence', value: evidence })
  }

  /** Adds the first of the values that names somebody. False when SQL would not compare it as memory does. */
  addOf(roles: readonly FieldRole[], values: RowValues): boolean {
    for (const { type, position } of roles) {
      const value = values.peek(position)
      const subject = Array.isArray(value) ? this.#firstOf(type, membersOf(value)) : this.#subjectOf(type, value)
      if (subject !== null) return this.#add(subject)
    }
    return this.#add(this.#evidence)
  }

  /** Adds an entity. False when SQL would not compare it as memory does. */
  add(named: Entity): boolean {
    return this.#add(subjectFrom(named))
  }

  clear(): void {
    this.keys.clear()
  }

  #add(subject: Subject): boolean {
    const { generation } = this.keys
    if (subject.generation !== generation) {
      subject.index = this.keys.indexOf(subject.key)
      subject.generation = generation
    }
    this.keys.addIndex(subject.index)
    return subject.isPlain
  }

  #firstOf(type: EntityType, members: readonly FieldValue[]): Subject | null {
    for (const member of members) {
      const subject = this.#subjectOf(type, member)
      if (subject !== null) return subject
    }
    return null
  }

  #subjectOf(type: EntityType, value: FieldValue): Subject | null {
    let known = this.#known.get(type)
    if (known === undefined) this.#known.set(type, known = new Map())
    const kept = known.get(value)
    if (kept !== undefined) return kept
    const named = entity(type, value)
    const subject = named === null ? null : subjectFrom(named)
    if (typeof value === 'object' || (typeof value === 'string' && value.length > MAX_LENGTH)) return subject
    if (++this.#size > MAX_KNOWN) this.#forget()
    known.set(value, subject)
    return subject
  }

  #forget(): void {
    this.#size = 0
    for (const known of this.#known.values()) known.clear()
  }
}

/** The values of an event by their position. */
interface RowValues {
  peek(position: number): FieldValue
}

interface Subject {
  readonly key: string
  /** In the dictionary, and in which generation of it. */
  index: number
  generation: number
  /** Whether SQL compares it as memory does. */
  readonly isPlain: boolean
}

function subjectFrom(named: Entity): Subject {
  const key = entityKey(named)
  return { key: key.toWellFormed(), index: 0, generation: -1, isPlain: foldsAsAscii(key) }
}

/** Values whose subject is remembered. */
const MAX_KNOWN = 20_000

/** UTF-16 units of a value that is remembered. */
const MAX_LENGTH = 256
