import { Damage } from './damage.ts'
import { NAME_HEADER_BYTES } from './layout.ts'
import { decodeUtf16 } from './text.ts'

/** The names of elements and attributes in one 64 KiB chunk, by their offset in it; each is decoded once. */
export class ChunkNames {
  readonly #bytes: Buffer
  readonly #names = new Map<number, string>()

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The name at an offset that was read at `position`, which is named when it is wrong. */
  at(offset: number, position: number): string {
    const known = this.#names.get(offset)
    if (known !== undefined) return known
    const end = this.endOf(offset)
    if (end === null) throw new Damage(position, `a name lies outside the chunk, at ${offset}`)
    const name = decodeUtf16(this.#bytes, offset + NAME_HEADER_BYTES, end - 2 - offset - NAME_HEADER_BYTES)
    this.#names.set(offset, name)
    return name
  }

  /** Where the name at an offset ends, its NUL included; null when that is not within the chunk. */
  endOf(offset: number): number | null {
    const textAt = offset + NAME_HEADER_BYTES
    if (textAt > this.#bytes.length) return null
    const end = textAt + 2 * this.#bytes.readUInt16LE(textAt - 2) + 2
    return end > this.#bytes.length ? null : end
  }
}
