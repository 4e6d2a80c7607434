import type { EntityType } from '../../model/entity.ts'
import type { DatasetView } from '../../model/mappings.ts'
import type { MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import type { ByteColumn } from './byte-column.ts'
import { MAX_FIELD_PATHS } from './defaults.ts'
import type { SearchColumn, SearchColumns } from './search-columns.ts'

/** The name of a field, and what is written wherever it stands. */
export interface FieldName {
  readonly text: string
  /** `"name":` by words of four bytes, little-endian, with nulls behind it. */
  readonly json: Int32Array
  readonly jsonLength: number
  /** Where its values go. */
  readonly column: SearchColumn
  /** Its index in the column's dictionary, and in which generation of it. */
  index: number
  generation: number
}

/** Adds the name to its column for a row; where its value then goes. */
export function addName(name: FieldName, row: number): ByteColumn {
  const { column } = name
  column.beginIn(row)
  const { names, values } = column
  if (name.generation !== names.generation) {
    name.index = names.indexOf(name.text)
    name.generation = names.generation
  }
  names.addIndex(name.index)
  return values
}

/** The names of an event's fields in their order: nearly all events of a source share a few of these. A node of the tree of all. */
export class FieldShape {
  readonly name: FieldName | null
  readonly parent: FieldShape | null
  readonly depth: number
  /** Below 0 while texts of such events are not looked at, because one was not as `JSON.stringify` writes it: of so many events. */
  patience = 0
  /** The shape with one name more that was asked for last: nearly always the next one asked for. */
  #next: FieldShape | null = null
  #nextName = ''
  readonly #longer = new Map<string, FieldShape | null>()
  #names: readonly FieldName[] | null = null
  #view: DatasetView | null = null
  #roles: FieldRoles = { subject: [], entities: [] }
  readonly #rolesByView = new Map<DatasetView, FieldRoles>()

  constructor(parent: FieldShape | null, name: FieldName | null) {
    this.parent = parent
    this.name = name
    this.depth = parent === null ? 0 : parent.depth + 1
  }

  /** All its names. */
  get names(): readonly FieldName[] {
    this.#names ??= namesOf(this)
    return this.#names
  }

  /** With one more name; undefined when that was never asked for, null when such events have no shape. */
  longer(name: string): FieldShape | null | undefined {
    if (name === this.#nextName && this.#next !== null) return this.#next
    const found = this.#longer.get(name)
    if (found !== undefined && found !== null) this.#follow(name, found)
    return found
  }

  grow(name: string, shape: FieldShape | null): void {
    this.#longer.set(name, shape)
    if (shape !== null) this.#follow(name, shape)
  }

  /** Which fields of an event of this shape say whom it is about and whom it names, by the dataset's mapping. */
  rolesIn(view: DatasetView): FieldRoles {
    if (view === this.#view) return this.#roles
    if (this.#rolesByView.size > MAX_VIEWS) this.#rolesByView.clear()
    const roles = this.#rolesByView.get(view) ?? rolesOf(view, this.names)
    this.#rolesByView.set(view, roles)
    this.#view = view
    this.#roles = roles
    return roles
  }

  #follow(name: string, shape: FieldShape): void {
    this.#nextName = name
    this.#next = shape
  }
}

export interface FieldRole {
  readonly type: EntityType
  /** Of the field in the event. */
  readonly position: number
}

interface FieldRoles {
  readonly subject: readonly FieldRole[]
  readonly entities: readonly FieldRole[]
}

/** All shapes met so far. Names come from attackers: when there are too many, all are forgotten. */
export class FieldShapes {
  readonly #search: SearchColumns
  #root = new FieldShape(null, null)
  #names = new Map<string, FieldName | null>()
  #count = 0

  constructor(search: SearchColumns) {
    this.#search = search
  }

  /** That of an event without fields. */
  get root(): FieldShape {
    return this.#root
  }

  /** The shape with one more name, which was not known to the shape itself; null when events with it have none. */
  grow(shape: FieldShape, name: string): FieldShape | null {
    if (++this.#count > MAX_SHAPES) this.#forget()
    const named = this.#nameOf(name)
    const grown = named === null || shape.depth >= MAX_FIELD_PATHS ? null : new FieldShape(shape, named)
    if (name.length <= MAX_NAME_LENGTH) shape.grow(name, grown)
    return grown
  }

  #nameOf(text: string): FieldName | null {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const name = isUsual(text) ? this.#newName(text) : null
    if (text.length <= MAX_NAME_LENGTH) this.#names.set(text, name)
    return name
  }

  #newName(text: string): FieldName {
    const json = Buffer.from(`${JSON.stringify(text)}:`)
    const words = Int32Array.from({ length: Math.ceil(json.length / 4) }, (_, word) => wordAt(json, word * 4))
    return { text, json: words, jsonLength: json.length, column: this.#search.of(text), index: 0, generation: -1 }
  }

  #forget(): void {
    this.#count = 0
    this.#root = new FieldShape(null, null)
    this.#names = new Map()
  }
}

/** Of four bytes, those behind the last counting as null. */
function wordAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4)
  return a | (b << 8) | (c << 16) | (d << 24)
}

/** Found under one name only (`flattenFields`), and no mark of `fieldsText`. */
function isUsual(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && !/[ \0\u0001]/.test(name) && name.isWellFormed()
}

/** Names and their order in one process; a source has at most some thousands. */
const MAX_SHAPES = 50_000

/** Datasets whose events have one shape. */
const MAX_VIEWS = 64

/** UTF-16 units of a name that is kept. */
const MAX_NAME_LENGTH = 256

function namesOf(last: FieldShape): FieldName[] {
  const names: FieldName[] = []
  for (let shape: FieldShape | null = last; shape !== null; shape = shape.parent) if (shape.name !== null) names.push(shape.name)
  return names.reverse()
}

/** The mapping itself is asked which fields it finds, by fields whose values are their positions. */
function rolesOf(view: DatasetView, names: readonly FieldName[]): FieldRoles {
  const positions: MutableFields = newFields()
  for (const [position, { text }] of names.entries()) positions[text] = position
  const role = (type: EntityType, field: string): FieldRole[] => {
    const position = view.lookUp(positions, field)
    return typeof position === 'number' ? [{ type, position }] : []
  }
  const entities = view.entities.flatMap(({ type, fields }) => fields.flatMap(field => role(type, field)))
  const distinct = entities.filter((each, at) => entities.findIndex(({ type, position }) => type === each.type && position === each.position) === at)
  return { subject: view.subject.flatMap(({ type, field }) => role(type, field)), entities: distinct }
}
