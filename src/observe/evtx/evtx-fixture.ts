import { crc32 } from 'node:zlib'
import {
  CHUNK_HEADER, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, FILE_HEADER, FILE_SIGNATURE, MORE_FLAG,
  RECORD_SIGNATURE, TOKEN, VALUE,
} from './layout.ts'

/** Writes EVTX for tests: binary XML token by token, so that every form can be made, wrong ones too. */
export class ChunkFixture {
  readonly bytes = Buffer.alloc(EVTX_CHUNK_BYTES)
  position = CHUNK_HEADER_BYTES
  readonly #names = new Map<string, number>()
  #records = 0

  constructor() {
    CHUNK_SIGNATURE.copy(this.bytes)
  }

  /** Writes a record round what `write` writes; answers its offset. */
  record(write: (chunk: this) => void, written = filetime(Date.UTC(2026, 0, 2))): number {
    const from = this.position
    this.uint32(RECORD_SIGNATURE).skip(4).uint64(BigInt(++this.#records)).uint64(written)
    write(this)
    this.bytes.writeUInt32LE(this.position + 4 - from, from + 4)
    return this.uint32(this.position + 4 - from) && from
  }

  /** A record that is one template's instance, defined in place. */
  instanceRecord(values: readonly FixtureValue[], writeBody: (chunk: this) => void): number {
    return this.record(chunk => chunk.fragment(inner => inner.instance(values, writeBody)))
  }

  fragment(write: (chunk: this) => void): this {
    this.raw([TOKEN.fragmentHeader, 1, 1, 0])
    write(this)
    return this.raw([TOKEN.endOfFragment])
  }

  /** An instance of the template at `template`, or of one that `template` writes here. Answers its offset. */
  instance(values: readonly FixtureValue[], template: number | ((chunk: this) => void)): number {
    this.raw([TOKEN.templateInstance, 1]).uint32(0x1234)
    const offset = typeof template === 'number' ? template : this.position + 4
    this.uint32(offset)
    if (typeof template !== 'number') this.#definition(template)
    this.uint32(values.length)
    for (const { type, bytes } of values) this.uint16(bytes.length).raw([type, 0])
    for (const { bytes } of values) this.raw(bytes)
    return offset
  }

  #definition(write: (chunk: this) => void): void {
    this.uint32(0).raw(Buffer.alloc(16, 0x11)).uint32(0)
    const from = this.position
    this.fragment(write)
    this.bytes.writeUInt32LE(this.position - from, from - 4)
  }

  /** An element of a template; attributes and content are written by what is given. */
  element(name: string, content: (chunk: this) => void = () => {}, attributes: Readonly<Record<string, (chunk: this) => void>> = {}): this {
    const names = Object.entries(attributes)
    this.raw([TOKEN.openElement | (names.length > 0 ? MORE_FLAG : 0)]).uint16(0xffff).uint32(0)
    const sizeAt = this.position - 4
    this.name(name)
    if (names.length > 0) this.uint32(0)
    names.forEach(([attribute, write], index) => {
      this.raw([TOKEN.attribute | (index < names.length - 1 ? MORE_FLAG : 0)]).name(attribute)
      write(this)
    })
    this.raw([TOKEN.closeStartTag])
    content(this)
    this.raw([TOKEN.endElement])
    this.bytes.writeUInt32LE(this.position - sizeAt - 4, sizeAt)
    return this
  }

  text(text: string): this {
    return this.raw([TOKEN.text, VALUE.string]).uint16(text.length).raw(Buffer.from(text, 'utf16le'))
  }

  slot(index: number, token: number = TOKEN.substitution, type: number = VALUE.string): this {
    return this.raw([token]).uint16(index).raw([type])
  }

  /** In place the first time, by its offset from then on. */
  name(name: string): this {
    const known = this.#names.get(name)
    if (known !== undefined) return this.uint32(known)
    const offset = this.position + 4
    this.#names.set(name, offset)
    return this.uint32(offset).uint32(0).uint16(0).uint16(name.length).raw(Buffer.from(name, 'utf16le')).uint16(0)
  }

  uint16(value: number): this {
    return this.#advance(this.bytes.writeUInt16LE(value, this.position))
  }

  uint32(value: number): this {
    return this.#advance(this.bytes.writeUInt32LE(value, this.position))
  }

  uint64(value: bigint): this {
    return this.#advance(this.bytes.writeBigUInt64LE(value, this.position))
  }

  raw(bytes: readonly number[] | Uint8Array): this {
    this.bytes.set(bytes, this.position)
    return this.#advance(this.position + bytes.length)
  }

  skip(bytes: number): this {
    return this.#advance(this.position + bytes)
  }

  #advance(position: number): this {
    this.position = position
    return this
  }

  /** With header and checksums. `freeSpace` before the last record makes what lies behind it slack. */
  finish(freeSpace = this.position): Buffer {
    this.bytes.writeBigUInt64LE(BigInt(this.#records), CHUNK_HEADER.lastRecordId)
    this.bytes.writeUInt32LE(freeSpace, CHUNK_HEADER.freeSpace)
    return sealChunk(this.bytes)
  }
}

export interface FixtureValue {
  readonly type: number
  readonly bytes: Uint8Array
}

export function typedValue(type: number, bytes: Uint8Array | readonly number[]): FixtureValue {
  return { type, bytes: Uint8Array.from(bytes) }
}

export function stringValue(text: string): FixtureValue {
  return { type: VALUE.string, bytes: Buffer.from(text, 'utf16le') }
}

/** Makes both checksums of a chunk right. */
export function sealChunk(chunk: Buffer): Buffer {
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER_BYTES, chunk.readUInt32LE(CHUNK_HEADER.freeSpace))), CHUNK_HEADER.recordsChecksum)
  const first = crc32(chunk.subarray(0, CHUNK_HEADER.checkedBytes))
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER.tables, CHUNK_HEADER_BYTES), first), CHUNK_HEADER.checksum)
  return chunk
}

export function fileOf(chunks: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(FILE_BLOCK_BYTES)
  FILE_SIGNATURE.copy(header)
  header.writeUInt16LE(3, FILE_HEADER.majorVersion)
  header.writeUInt32LE(crc32(header.subarray(0, FILE_HEADER.checkedBytes)), FILE_HEADER.checksum)
  return Buffer.concat([header, ...chunks])
}

/** Milliseconds since 1970 as FILETIME. */
export function filetime(milliseconds: number): bigint {
  return (BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n
}
