import type { EntityType } from '../../model/entity.ts'
import type { DatasetView } from '../../model/mappings.ts'
import type { Fields, MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { MAX_FIELD_DEPTH, MAX_FIELD_PATHS } from './defaults.ts'
import type { ColumnName, RowNames, SearchColumn, SearchColumns } from './search-columns.ts'

/** The name of a field, as it is asked for (`a.b` for a member), and what is written wherever it stands. */
export interface FieldName extends ColumnName {
  /** `"name":` by words of four bytes, little-endian, with nulls behind it. */
  readonly json: Int32Array
  readonly jsonLength: number
  /** Where its values go. */
  readonly column: SearchColumn
}

/** What one may meet next in an event: the name of a value, the name of an object, whose members follow, or the end of an object. */
export type FieldStep = { readonly kind: 'value' | 'object', readonly name: FieldName } | { readonly kind: 'end' }

/** The names of an event's fields in their order, members of objects among them: nearly all events of a source share a few of these. A node of the tree of all. */
export class FieldShape {
  readonly step: FieldStep | null
  readonly parent: FieldShape | null
  readonly depth: number
  /** The innermost object that is open; null in the event itself. */
  readonly object: FieldShape | null
  /** Below 0 while texts of such events are not looked at, because one was not as `JSON.stringify` writes it: of so many events. */
  patience = 0
  /** The shapes with one step more, by the name of a value or of an object; undefined for one never asked for, null where such events have none. */
  readonly values = new NextShapes()
  readonly objects = new NextShapes()
  ended: FieldShape | undefined
  #steps: readonly FieldStep[] | null = null
  #columnNames: RowNames | null = null
  #view: DatasetView | null = null
  #roles: FieldRoles = { subject: [], entities: [] }
  readonly #rolesByView = new Map<DatasetView, FieldRoles>()

  constructor(parent: FieldShape | null, step: FieldStep | null) {
    this.parent = parent
    this.step = step
    this.depth = parent === null ? 0 : parent.depth + 1
    this.object = step?.kind === 'object' ? this : step?.kind === 'end' ? parent?.object?.parent?.object ?? null : parent?.object ?? null
  }

  /** All its steps. */
  get steps(): readonly FieldStep[] {
    this.#steps ??= stepsOf(this)
    return this.#steps
  }

  /** The names of all its values and objects, by their columns. */
  get columnNames(): RowNames {
    this.#columnNames ??= columnNamesOf(this.steps)
    return this.#columnNames
  }

  /** Which fields of an event of this shape say whom it is about and whom it names, by the dataset's mapping. */
  rolesIn(view: DatasetView): FieldRoles {
    if (view === this.#view) return this.#roles
    if (this.#rolesByView.size > MAX_VIEWS) this.#rolesByView.clear()
    const roles = this.#rolesByView.get(view) ?? rolesOf(view, this.steps)
    this.#rolesByView.set(view, roles)
    this.#view = view
    this.#roles = roles
    return roles
  }
}

/** Shapes by the name that they have more. */
class NextShapes {
  /** The one that was asked for last: nearly always the next one asked for. */
  #next: FieldShape | null = null
  #nextName = ''
  #all: Map<string, FieldShape | null> | null = null

  get(name: string): FieldShape | null | undefined {
    if (name === this.#nextName && this.#next !== null) return this.#next
    const found = this.#all?.get(name)
    if (found !== undefined && found !== null) this.#follow(name, found)
    return found
  }

  set(name: string, shape: FieldShape | null): void {
    this.#all ??= new Map()
    this.#all.set(name, shape)
    if (shape !== null) this.#follow(name, shape)
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

  /** The shape with one more step, which was not known to the shape itself; null when events with it have none. */
  grow(shape: FieldShape, kind: 'value' | 'object', name: string): FieldShape | null {
    if (++this.#count > MAX_SHAPES) this.#forget()
    const named = this.#nameIn(shape, name)
    const grown = named === null || shape.depth >= MAX_STEPS || levelOf(shape) > MAX_LEVEL ? null : new FieldShape(shape, { kind, name: named })
    if (name.length <= MAX_NAME_LENGTH) (kind === 'value' ? shape.values : shape.objects).set(name, grown)
    return grown
  }

  /** The shape behind the members of its innermost object. */
  end(shape: FieldShape): FieldShape {
    return shape.ended ??= new FieldShape(shape, { kind: 'end' })
  }

  /** Null for one that events have no shape with: an unusual one, or one by which something else is found already. */
  #nameIn(shape: FieldShape, name: string): FieldName | null {
    const path = shape.object === null ? name : `${fullName(shape.object)}.${name}`
    for (let before: FieldShape | null = shape; before !== null; before = before.parent) if (fullName(before) === path) return null
    const key = JSON.stringify([name, path])
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const made = isUsual(path) ? this.#newName(name, path) : null
    if (key.length <= MAX_NAME_LENGTH) this.#names.set(key, made)
    return made
  }

  #newName(own: string, text: string): FieldName {
    const json = Buffer.from(`${JSON.stringify(own)}:`)
    const words = Int32Array.from({ length: Math.ceil(json.length / 4) }, (_, word) => wordAt(json, word * 4))
    return { text, json: words, jsonLength: json.length, column: this.#search.of(text), index: 0, generation: -1 }
  }

  #forget(): void {
    this.#count = 0
    this.#root = new FieldShape(null, null)
    this.#names = new Map()
  }
}

/** The name that a shape has last; null where that is none. */
function fullName({ step }: FieldShape): string | null {
  return step === null || step.kind === 'end' ? null : step.name.text
}

/** Objects within each other that are open. */
function levelOf(shape: FieldShape): number {
  let level = 0
  for (let object = shape.object; object !== null; object = object.parent?.object ?? null) level++
  return level
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

/** Names and ends of objects: fewer than an event may have fields, so that nothing of one with a shape is left out. */
const MAX_STEPS = MAX_FIELD_PATHS

/** Objects within each other: fewer than an event may have. */
const MAX_LEVEL = MAX_FIELD_DEPTH - 2

/** Names and their order in one process; a source has at most some thousands. */
const MAX_SHAPES = 50_000

/** Datasets whose events have one shape. */
const MAX_VIEWS = 64

/** UTF-16 units of a name that is kept. */
const MAX_NAME_LENGTH = 256

function stepsOf(last: FieldShape): FieldStep[] {
  const steps: FieldStep[] = []
  for (let shape: FieldShape | null = last; shape !== null; shape = shape.parent) if (shape.step !== null) steps.push(shape.step)
  return steps.reverse()
}

function columnNamesOf(steps: readonly FieldStep[]): RowNames {
  const names: ColumnName[][] = []
  for (const step of steps) if (step.kind !== 'end') (names[step.name.column.number] ??= []).push(step.name)
  return Array.from(names)
}

/** The mapping itself is asked which fields it finds, by an event whose values are their positions. Objects name nobody. */
function rolesOf(view: DatasetView, steps: readonly FieldStep[]): FieldRoles {
  const positions = positionsOf(steps)
  const role = (type: EntityType, field: string): FieldRole[] => {
    const position = view.lookUp(positions, field)
    return typeof position === 'number' ? [{ type, position }] : []
  }
  const entities = view.entities.flatMap(({ type, fields }) => fields.flatMap(field => role(type, field)))
  const distinct = entities.filter((each, at) => entities.findIndex(({ type, position }) => type === each.type && position === each.position) === at)
  return { subject: view.subject.flatMap(({ type, field }) => role(type, field)), entities: distinct }
}

function positionsOf(steps: readonly FieldStep[]): Fields {
  const whole: MutableFields = newFields()
  const open = [whole]
  const paths = ['']
  for (const [position, step] of steps.entries()) {
    if (step.kind === 'end') {
      open.pop()
      paths.pop()
      continue
    }
    const { text } = step.name
    const own = text.slice(paths.at(-1)!.length)
    const value = step.kind === 'value' ? position : newFields()
    open.at(-1)![own] = value
    if (typeof value !== 'object') continue
    open.push(value)
    paths.push(`${text}.`)
  }
  return whole
}
