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
import { MIN_RECORD_BYTES, RECORD_HEADER_BYTES, TEMPLATE_HEADER_BYTES, TEMPLATE_SIZE_OFFSET, VALUE } from './layout.ts'
import { SlotMemo } from './slot-memo.ts'
import type { Template } from './template-pool.ts'
import { pooledTemplate } from './template-pool.ts'
import { decodeValue, UNREADABLE } from './value.ts'

/** A template as this chunk knows it. */
interface KnownTemplate extends Template {
  readonly memo: SlotMemo
}

/** Reads the binary XML of one 64 KiB chunk. Names and templates, which records share, are read once. */
export class ChunkReader implements ContentSource {
  readonly bytes: Buffer
  readonly view: DataView
  readonly names: ChunkNames
  /** By offset; the damage found in one, or null while it is being read. */
  readonly #templates = new Map<number, KnownTemplate | Damage | null>()
  readonly #onUnreadable: (damage: Damage) => void

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
    const { slots, valueBytes } = this.#readSlots(cursor, template.memo, depth)
    const extent = filledExtent(template.extent, valueBytes, slots)
    if (extent.cost > MAX_RECORD_COST) throw new Damage(start, `the template's instance would be larger than ${MAX_RECORD_COST} characters`)
    if (extent.height > MAX_DEPTH) throw new Damage(start, `elements are nested deeper than ${MAX_DEPTH}`)
    return new Fragment(template.content, slots, extent)
  }

  #readFragment(cursor: Cursor, depth: number): Fragment {
    const { position } = cursor
    const content = new ContentReader(this, cursor, 'plain').readFragment(depth)
    const [only] = content
    if (content.length === 1 && only instanceof Fragment) return only
    const extent = extentOf(content)
    if (extent.height > MAX_DEPTH) throw new Damage(position, `elements are nested deeper than ${MAX_DEPTH}`)
    return new Fragment(content, [], extent)
  }

  #template(offset: number, position: number, depth: number): KnownTemplate {
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

  #readTemplate(offset: number, position: number, depth: number): KnownTemplate | Damage {
    const from = offset + TEMPLATE_HEADER_BYTES
    if (from > this.bytes.length) return new Damage(position, `a template lies outside the chunk, at ${offset}`)
    const to = from + this.view.getUint32(offset + TEMPLATE_SIZE_OFFSET, true)
    if (to > this.bytes.length) return new Damage(position, `a template reaches beyond the chunk, to ${to}`)
    try {
      const content = new ContentReader(this, new Cursor(this.view, from, to), 'template').readFragment(depth)
      return { ...pooledTemplate(content), memo: new SlotMemo() }
    } catch (error) {
      if (error instanceof Damage) return error
      throw error
    }
  }

  /** The substitution array: how many, then size and type of each, then the values. */
  #readSlots(cursor: Cursor, memo: SlotMemo, depth: number): { slots: SlotValue[]; valueBytes: number } {
    const count = cursor.uint32()
    const descriptors = cursor.skip(4 * count)
    const values = cursor.position
    const slots: SlotValue[] = []
    for (let i = 0; i < count; i++) {
      const sizeBytes = this.view.getUint16(descriptors + 4 * i, true)
      const type = this.bytes[descriptors + 4 * i + 2]!
      const from = cursor.skip(sizeBytes)
      slots.push(memo.recall(this.view, i, type, from, sizeBytes) ?? this.#readSlot(memo, i, type, from, sizeBytes, depth))
    }
    return { slots, valueBytes: cursor.position - values }
  }

  #readSlot(memo: SlotMemo, slot: number, type: number, from: number, sizeBytes: number, depth: number): SlotValue {
    if (type === VALUE.binaryXml && sizeBytes > 0) return this.#readFragment(new Cursor(this.view, from, from + sizeBytes), depth + 1)
    const value = this.#decode(type, from, sizeBytes)
    memo.keep(slot, type, from, sizeBytes, value)
    return value
  }

  #decode(type: number, from: number, sizeBytes: number): FieldValue {
    const value = decodeValue(this, type, from, sizeBytes)
    if (value !== UNREADABLE) return value
    this.#onUnreadable(new Damage(from, `${sizeBytes} bytes are no value of type 0x${type.toString(16)}`))
    return this.bytes.toString('hex', from, from + sizeBytes).toUpperCase()
  }
}
