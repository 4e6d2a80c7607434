import { entitiesIn, entityKey, MAX_ENTITY_LENGTH, NOBODY } from '../../model/entities.ts'
import { ENTITY_TYPES } from '../../model/entity.ts'
import type { EntityType } from '../../model/entity.ts'
import type { FieldValue } from '../../model/value.ts'
import { ByteColumn } from './byte-column.ts'
import { NumberColumn } from './number-column.ts'

/**
 * The column `entities`: for each row what `entitiesOf` finds. Values of ASCII, which nearly all are, are normalised byte by byte on their way
 * into the column, without a text in between, and taken back when they name nobody or stand there already.
 */
export class EntityColumn {
  readonly ends = new NumberColumn()
  readonly keys = new ByteColumn()
  #count = 0
  /** Where those of the row under way begin. */
  #starts = new Uint32Array(64)
  #found = 0

  /** Adds what a text of ASCII names, given as bytes in the memory of a column. */
  addBytes(type: EntityType, column: ByteColumn, from: number, to: number): void {
    const source = column.room(0)
    while (from < to && isBlank(source[from]!)) from++
    while (to > from && isBlank(source[to - 1]!)) to--
    if (type === 'hash') return this.#addHashes(column, from, to)
    if ((type === 'host' || type === 'domain') && to > from && source[to - 1] === DOT) to--
    if (type === 'ip' && source.subarray(from, to).includes(COLON)) return this.addValue(type, latin1(source, from, to))
    this.#write(type, column, from, to)
  }

  /** Adds what any value names. */
  addValue(type: EntityType, value: FieldValue): void {
    for (const named of entitiesIn(type, value)) this.addKey(entityKey(named))
  }

  /** Adds an entity by its key. */
  addKey(key: string): void {
    const start = this.keys.length
    this.keys.writeText(key)
    this.#keep(start)
  }

  endRow(): void {
    this.#found = 0
    this.ends.add(this.#count)
  }

  clear(): void {
    this.ends.clear()
    this.keys.clear()
    this.#count = 0
  }

  /** As `hashesIn` of the model takes them apart: `SHA1=…,MD5=…`. */
  #addHashes(column: ByteColumn, from: number, to: number): void {
    const source = column.room(0)
    for (let start = from; start <= to;) {
      let end = start
      let name = -1
      for (; end < to && source[end] !== COMMA; end++) if (name < 0 && source[end] === EQUALS) name = end
      const isImport = name - start === IMPORT_HASH.length && IMPORT_HASH.every((letter, at) => LOWER[source[start + at]!] === letter)
      if (!isImport && isHash(source, name + 1 > start ? name + 1 : start, end)) this.#write('hash', column, name + 1 > start ? name + 1 : start, end)
      start = end + 1
    }
  }

  #write(type: EntityType, column: ByteColumn, from: number, to: number): void {
    const length = to - from
    if (length === 0 || length > MAX_ENTITY_LENGTH) return
    const prefix = PREFIXES[ENTITY_TYPES.indexOf(type)]!
    const total = prefix.length + length
    const start = this.keys.length
    const bytes = this.keys.room(total + 2)
    let at = start
    if (total < 0x80) bytes[at++] = total
    else {
      bytes[at++] = (total & 0x7f) | 0x80
      bytes[at++] = total >> 7
    }
    for (let i = 0; i < prefix.length; i++) bytes[at++] = prefix[i]!
    const value = at
    const source = column.room(0)
    const sourceView = column.view
    const { view } = this.keys
    const isLowered = type !== 'url' && type !== 'evidence'
    let i = from
    for (; i + 4 <= to; i += 4, at += 4) {
      const word = sourceView.getInt32(i, true)
      view.setInt32(at, isLowered ? lowerWord(word) : word, true)
    }
    for (; i < to; i++) bytes[at++] = isLowered ? LOWER[source[i]!]! : source[i]!
    const nobodies = NOBODIES[length]
    if (nobodies !== undefined && isAmong(nobodies, bytes, value)) return
    this.keys.extend(at)
    this.#keep(start)
  }

  /** Counts what was written last, unless the row has it already. */
  #keep(start: number): void {
    const end = this.keys.length
    const bytes = this.keys.room(0)
    for (let i = 0; i < this.#found; i++) {
      const other = this.#starts[i]!
      const otherEnd = i + 1 < this.#found ? this.#starts[i + 1]! : start
      if (otherEnd - other === end - start && equalBytes(bytes, start, bytes, other, end - start)) return this.keys.truncate(start)
    }
    if (this.#found === this.#starts.length) {
      const grown = new Uint32Array(this.#found * 2)
      grown.set(this.#starts)
      this.#starts = grown
    }
    this.#starts[this.#found++] = start
    this.#count++
  }
}

const DOT = 0x2e
const COLON = 0x3a
const COMMA = 0x2c
const EQUALS = 0x3d

const LOWER = Uint8Array.from({ length: 256 }, (_, code) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code))
/** Four letters of ASCII in lower case: a byte has its highest bit after one sum when it is A or above, after the other when it is above Z. */
function lowerWord(word: number): number {
  const capitals = (word + 0x3f3f_3f3f) & ~(word + 0x2525_2525) & 0x8080_8080
  return word | (capitals >>> 2)
}

const IMPORT_HASH = Buffer.from('imphash')
const IS_HEX = Uint8Array.from({ length: 256 }, (_, code) => Number(/[0-9a-f]/i.test(String.fromCharCode(code)) && code < 0x80))

const PREFIXES: readonly Uint8Array[] = ENTITY_TYPES.map(type => new Uint8Array(Buffer.from(`${type}:`)))

/** Those who are nobody, by their length. */
const NOBODIES: readonly (readonly Uint8Array[] | undefined)[] = nobodiesByLength()

function nobodiesByLength(): (Uint8Array[] | undefined)[] {
  const byLength: (Uint8Array[] | undefined)[] = []
  for (const name of NOBODY) byLength[name.length] = [...byLength[name.length] ?? [], Buffer.from(name)]
  return Array.from(byLength)
}

function isAmong(names: readonly Uint8Array[], bytes: Uint8Array, at: number): boolean {
  for (const name of names) if (equalBytes(bytes, at, name, 0, name.length)) return true
  return false
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

function isHash(source: Uint8Array, from: number, to: number): boolean {
  if (to - from < 32 || to - from > 128) return false
  for (let at = from; at < to; at++) if (IS_HEX[source[at]!] === 0) return false
  return true
}

function equalBytes(bytes: Uint8Array, at: number, others: Uint8Array, from: number, length: number): boolean {
  // Backwards: names of one type differ at their end.
  for (let i = length - 1; i >= 0; i--) if (bytes[at + i] !== others[from + i]) return false
  return true
}

function latin1(source: Uint8Array, from: number, to: number): string {
  return Buffer.from(source.buffer, source.byteOffset + from, to - from).toString('latin1')
}
