import type { FieldValue } from '../../model/value.ts'
import { ChunkNames } from './chunk-names.ts'
import type { ContentSource } from './content-reader.ts'
import { ContentReader } from './content-reader.ts'
import { Cursor } from './cursor.ts'
import { Damage } from './damage.ts'
import { MAX_DEPTH, MAX_RECORD_COST } from './defaults.ts'
import type { SlotValue } from './element.ts'
import { Fragment } from './element.ts'
import { extentOf, filledExtent } from './extent.ts'
import { keepDefinition, recallDefinition } from './known-definitions.ts'
import { keepValue, placeOf, recallValue } from './known-values.ts'
import {
  MIN_RECORD_BYTES, MORE_FLAG, RECORD_HEADER_BYTES, TEMPLATE_GUID_OFFSET, TEMPLATE_HEADER_BYTES, TEMPLATE_SIZE_OFFSET, TOKEN, VALUE,
} from './layout.ts'
import type { Template } from './template-pool.ts'
import { pooledTemplate } from './template-pool.ts'
import { decodeValue, UNREADABLE } from './value.ts'

/** Reads the binary XML of one 64 KiB chunk. Names and templates, which records share, are read once. */
export class ChunkReader implements ContentSource {
  readonly bytes: Buffer
  readonly view: DataView
  readonly names: ChunkNames
  /** By offset; the damage found in one, or null while it is being read. */
  readonly #templates = new Map<number, Template | Damage | null>()
  readonly #onUnreadable: (damage: Damage) => void
  /** Of the slots that were read last. */
  #valueBytes = 0
  #hasFragments = false

  /** `onUnreadable` is told of values that do not fit their type; such a value becomes its bytes as hex. */
  constructor(bytes: Buffer, onUnreadable: (damage: Damage) => void) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.names = new ChunkNames(bytes)
    this.#onUnreadable = onUnreadable
  }

  /** The event of the record at [from, to). Throws {@link Damage}. */
  readRecord(from: number, to: number): Fragment {
    const cursor = new Cursor(this.view, from + RECORD_HEADER_BYTES, to - (MIN_RECORD_BYTES - RECORD_HEADER_BYTES))
    const fragment = this.#readFragment(cursor, 0)
    if (fragment.content.length === 0) throw new Damage(from, 'the record is empty')
    return fragment
  }

  readInstance(cursor: Cursor, depth: number): Fragment {
    const start = cursor.position
    if (depth > MAX_DEPTH) throw new Damage(start, `templates are nested deeper than ${MAX_DEPTH}`)
    cursor.skip(5)
    const offset = cursor.uint32()
    const template = this.#template(offset, start, depth)
    if (offset === cursor.position) cursor.skip(TEMPLATE_HEADER_BYTES + this.view.getUint32(offset + TEMPLATE_SIZE_OFFSET, true))
    const slots = this.#readSlots(cursor, depth)
    const extent = filledExtent(template.extent, this.#valueBytes, this.#hasFragments ? slots : NO_SLOTS)
    if (extent.cost > MAX_RECORD_COST) throw new Damage(start, `the template's instance would be larger than ${MAX_RECORD_COST} characters`)
    if (extent.height > MAX_DEPTH) throw new Damage(start, `elements are nested deeper than ${MAX_DEPTH}`)
    return new Fragment(template.content, slots, extent)
  }

  #readFragment(cursor: Cursor, depth: number): Fragment {
    const { position } = cursor
    const instance = this.#readOnlyInstance(cursor, depth)
    if (instance !== null && this.#isAtEnd(cursor)) return instance
    const content = new ContentReader(this, cursor, 'plain').readFragment(depth, instance === null ? [] : [instance])
    const [only] = content
    if (content.length === 1 && only instanceof Fragment) return only
    const extent = extentOf(content)
    if (extent.height > MAX_DEPTH) throw new Damage(position, `elements are nested deeper than ${MAX_DEPTH}`)
    return new Fragment(content, [], extent)
  }

  /** Nearly every fragment is a header and an instance; null, with nothing read, where this one is not. */
  #readOnlyInstance(cursor: Cursor, depth: number): Fragment | null {
    const { position, end } = cursor
    const at = this.bytes[position] === TOKEN.fragmentHeader ? position + FRAGMENT_HEADER_BYTES : position
    if (at >= end || (this.bytes[at]! & ~MORE_FLAG) !== TOKEN.templateInstance) return null
    cursor.skip(at + 1 - position)
    return this.readInstance(cursor, depth + 1)
  }

  #isAtEnd({ position, end }: Cursor): boolean {
    return position >= end || this.bytes[position] === TOKEN.endOfFragment
  }

  #template(offset: number, position: number, depth: number): Template {
    let template = this.#templates.get(offset)
    if (template === undefined) {
      this.#templates.set(offset, null)
      template = this.#readTemplate(offset, position, depth)
      this.#templates.set(offset, template)
    }
    if (template === null) throw new Damage(position, 'a template contains itself')
    if (template instanceof Damage) throw template
    return template
  }

  #readTemplate(offset: number, position: number, depth: number): Template | Damage {
    const from = offset + TEMPLATE_HEADER_BYTES
    if (from > this.bytes.length) return new Damage(position, `a template lies outside the chunk, at ${offset}`)
    const to = from + this.view.getUint32(offset + TEMPLATE_SIZE_OFFSET, true)
    if (to > this.bytes.length) return new Damage(position, `a template reaches beyond the chunk, to ${to}`)
    const guid = this.view.getUint32(offset + TEMPLATE_GUID_OFFSET, true)
    const known = recallDefinition(this.bytes, guid, from, to)
    if (known !== undefined && depth + known.extent.height <= MAX_DEPTH) return known
    try {
      const cursor = new Cursor(this.view, from, to)
      const reader = new ContentReader(this, cursor, 'template')
      const template = pooledTemplate(reader.readFragment(depth))
      if (reader.names !== null) keepDefinition(this.bytes, guid, from, to, cursor.position, reader.names, template)
      return template
    } catch (error) {
      if (error instanceof Damage) return error
      throw error
    }
  }

  /** The substitution array: how many, then size and type of each, then the values. */
  #readSlots(cursor: Cursor, depth: number): SlotValue[] {
    const { bytes, view } = this
    const count = cursor.uint32()
    const descriptors = cursor.skip(4 * count)
    const values = cursor.position
    const slots: SlotValue[] = []
    slots.length = count
    let hasFragments = false
    for (let i = 0; i < count; i++) {
      const sizeBytes = view.getUint16(descriptors + 4 * i, true)
      const type = bytes[descriptors + 4 * i + 2]!
      const from = cursor.skip(sizeBytes)
      if (type === VALUE.binaryXml && sizeBytes > 0) {
        slots[i] = this.#readFragment(new Cursor(view, from, from + sizeBytes), depth + 1)
        hasFragments = true
      } else slots[i] = this.#readValue(type, from, sizeBytes)
    }
    this.#valueBytes = cursor.position - values
    this.#hasFragments = hasFragments
    return slots
  }

  #readValue(type: number, from: number, sizeBytes: number): FieldValue {
    const place = placeOf(this.view, type, from, sizeBytes)
    if (place < 0) return this.#decode(type, from, sizeBytes)
    const known = recallValue(place, this.bytes, type, from, sizeBytes)
    if (known !== undefined) return known
    const value = decodeValue(this, type, from, sizeBytes)
    if (value === UNREADABLE) return this.#unreadable(type, from, sizeBytes)
    keepValue(place, this.bytes, type, from, sizeBytes, value)
    return value
  }

  #decode(type: number, from: number, sizeBytes: number): FieldValue {
    const value = decodeValue(this, type, from, sizeBytes)
    return value === UNREADABLE ? this.#unreadable(type, from, sizeBytes) : value
  }

  #unreadable(type: number, from: number, sizeBytes: number): FieldValue {
    this.#onUnreadable(new Damage(from, `${sizeBytes} bytes are no value of type 0x${type.toString(16)}`))
    return this.bytes.toString('hex', from, from + sizeBytes).toUpperCase()
  }
}

const NO_SLOTS: readonly SlotValue[] = []

/** The token, version and flags. */
const FRAGMENT_HEADER_BYTES = 4
