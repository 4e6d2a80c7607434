import type { Attribute, Content, Fragment, Text } from './element.ts'
import { Element } from './element.ts'
import type { ChunkNames } from './chunk-names.ts'
import type { Cursor } from './cursor.ts'
import { Damage } from './damage.ts'
import { MAX_DEPTH } from './defaults.ts'
import type { NameUse } from './known-definitions.ts'
import { MORE_FLAG, NAME_HEADER_BYTES, TOKEN, VALUE } from './layout.ts'
import { decodeUtf16 } from './text.ts'

/** What the tokens of one chunk refer to. */
export interface ContentSource {
  readonly bytes: Buffer
  readonly view: DataView
  readonly names: ChunkNames
  /** Reads the instance of a template, from behind its token. */
  readInstance(cursor: Cursor, depth: number): Fragment
}

/** Whether elements carry a dependency identifier: those of templates do, those of plain fragments do not. */
export type ElementForm = 'template' | 'plain'

/**
 * Binary XML's tokens as content (MS-EVEN6 2.2.12). A `ContentReader` is one pass over one fragment or template definition:
 * it throws {@link Damage} where the grammar is broken.
 */
export class ContentReader {
  readonly #source: ContentSource
  readonly #cursor: Cursor
  readonly #form: ElementForm
  readonly #start: number
  /** The names that were read, in their order; null once something was read that depends on more of the chunk than those. */
  names: NameUse[] | null

  constructor(source: ContentSource, cursor: Cursor, form: ElementForm) {
    this.#source = source
    this.#cursor = cursor
    this.#form = form
    this.#start = cursor.position
    this.names = form === 'template' ? [] : null
  }

  /** Everything up to the end-of-fragment token or the end of the bytes, behind what was read already. */
  readFragment(depth: number, content: Content[] = []): Content[] {
    while (this.#cursor.position < this.#cursor.end) {
      const token = this.#cursor.uint8()
      if (token === TOKEN.endOfFragment) break
      if (token === TOKEN.fragmentHeader) this.#cursor.skip(3)
      else this.#readItem(token, content, depth)
    }
    return content
  }

  #readItem(token: number, content: Content[], depth: number): void {
    const kind = token & ~MORE_FLAG
    if (kind === TOKEN.openElement) content.push(this.#readElement((token & MORE_FLAG) !== 0, depth + 1))
    else if (kind === TOKEN.templateInstance) this.#readInstance(content, depth)
    else if (kind === TOKEN.cdata) pushText(content, this.#readText())
    else if (kind === TOKEN.instructionTarget) this.#readName()
    else if (kind === TOKEN.instructionData) this.#readText()
    else if (isTextToken(kind)) this.#readTextItem(kind, content)
    else throw new Damage(this.#cursor.position - 1, `0x${token.toString(16)} is no token of content`)
  }

  #readInstance(content: Content[], depth: number): void {
    this.names = null
    content.push(this.#source.readInstance(this.#cursor, depth + 1))
  }

  #readTextItem(kind: number, content: Content[]): void {
    if (kind === TOKEN.characterReference) pushText(content, String.fromCharCode(this.#cursor.uint16()))
    else if (kind === TOKEN.entityReference) pushText(content, resolveEntity(this.#readName()))
    else if (kind === TOKEN.text) this.#readTypedText(content)
    else this.#readSubstitution(kind, content)
  }

  /** The type is always that of a string. */
  #readTypedText(content: Content[]): void {
    this.#cursor.skip(1)
    pushText(content, this.#readText())
  }

  /** An optional one of type null stands for nothing. */
  #readSubstitution(kind: number, content: Content[]): void {
    const slot = this.#cursor.uint16()
    const type = this.#cursor.uint8()
    if (kind === TOKEN.substitution || type !== VALUE.null) content.push(slot)
  }

  #readElement(hasAttributes: boolean, depth: number): Element {
    const cursor = this.#cursor
    if (depth > MAX_DEPTH) throw new Damage(cursor.position, `elements are nested deeper than ${MAX_DEPTH}`)
    cursor.skip(this.#dependencyBytes() + 4)
    const name = this.#readName()
    if (hasAttributes) cursor.skip(4)
    const attributes: Attribute[] = []
    for (;;) {
      const token = cursor.uint8()
      const kind = token & ~MORE_FLAG
      if (kind === TOKEN.attribute) attributes.push(this.#readAttribute())
      else if (token === TOKEN.closeEmptyElement) return new Element(name, attributes, [])
      else if (token === TOKEN.closeStartTag) return new Element(name, attributes, this.#readElementContent(depth))
      else throw new Damage(cursor.position - 1, `0x${token.toString(16)} is no token of a start tag`)
    }
  }

  #readElementContent(depth: number): Content[] {
    const content: Content[] = []
    for (;;) {
      const token = this.#cursor.uint8()
      if (token === TOKEN.endElement) return content
      this.#readItem(token, content, depth)
    }
  }

  #readAttribute(): Attribute {
    const cursor = this.#cursor
    const name = this.#readName()
    const content: Text[] = []
    for (let kind = this.#peek(); isTextToken(kind); kind = this.#peek()) {
      cursor.skip(1)
      this.#readTextItem(kind, content)
    }
    return { name, content }
  }

  /**
   * The identifier's two bytes or none. Some writers leave it out of templates, others put it into plain fragments: what follows must be
   * the element's size and the offset of its name, so the form that is expected is taken if these make sense, else the other if they do.
   */
  #dependencyBytes(): 0 | 2 {
    const expected = this.#form === 'template' ? 2 : 0
    const other = this.#form === 'template' ? 0 : 2
    if (this.#isElementAt(expected)) return expected
    this.names = null
    return this.#isElementAt(other) ? other : expected
  }

  #isElementAt(skipped: number): boolean {
    const { position, end } = this.#cursor
    const at = position + skipped
    if (at + 8 > end) return false
    const size = this.#source.view.getUint32(at, true)
    return size <= end - at - 4 && this.#source.names.endOf(this.#source.view.getUint32(at + 4, true)) !== null
  }

  /** A name stands where it is first used, and is referred to by its offset from there on. */
  #readName(): string {
    const cursor = this.#cursor
    const position = cursor.position
    const offset = cursor.uint32()
    const { names } = this.#source
    const name = names.at(offset, position)
    const isInline = offset === cursor.position
    const sizeBytes = names.endOf(offset)! - offset
    if (isInline) cursor.skip(sizeBytes)
    // A name that ends with NULs is longer than what is read of it.
    if (sizeBytes !== NAME_HEADER_BYTES + 2 * name.length + 2) this.names = null
    this.names?.push({ at: position - this.#start, name, isInline })
    return name
  }

  #peek(): number {
    const { position, end } = this.#cursor
    return position < end ? this.#source.bytes[position]! & ~MORE_FLAG : TOKEN.endOfFragment
  }

  #readText(): string {
    const sizeBytes = 2 * this.#cursor.uint16()
    return decodeUtf16(this.#source.bytes, this.#cursor.skip(sizeBytes), sizeBytes)
  }
}

/** The tokens that may stand in an attribute's value too. */
function isTextToken(kind: number): boolean {
  return kind === TOKEN.text || kind === TOKEN.substitution || kind === TOKEN.optionalSubstitution ||
    kind === TOKEN.characterReference || kind === TOKEN.entityReference
}

/** Neighbouring texts are one. */
function pushText(content: Content[], text: string): void {
  const last = content.length - 1
  const before = content[last]
  if (typeof before === 'string') content[last] = before + text
  else if (text !== '') content.push(text)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function resolveEntity(name: string): string {
  return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : `&${name};`
}
