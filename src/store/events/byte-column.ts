/** Bytes in the making, little-endian, growing by doubling: the columns of a block of ClickHouse's Native format. */
export class ByteColumn {
  #bytes: Buffer
  #view: DataView
  #length = 0

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafe(capacity)
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, capacity)
  }

  get length(): number {
    return this.#length
  }

  /** A view, valid until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Takes back what was written after a length. */
  truncate(length: number): void {
    this.#length = length
  }

  clear(): void {
    this.#length = 0
  }

  writeUint8(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  writeUint32(value: number): void {
    this.#reserve(4)
    this.#view.setUint32(this.#length, value, true)
    this.#length += 4
  }

  /** A whole number from 0 to 2⁵³. */
  writeUint64(value: number): void {
    this.#reserve(8)
    this.#view.setUint32(this.#length, value % 0x1_0000_0000, true)
    this.#view.setUint32(this.#length + 4, Math.floor(value / 0x1_0000_0000), true)
    this.#length += 8
  }

  /** LEB128, as the format writes lengths. */
  writeVarint(value: number): void {
    this.#reserve(8)
    while (value >= 0x80) {
      this.#bytes[this.#length++] = (value & 0x7f) | 0x80
      value = Math.floor(value / 0x80)
    }
    this.#bytes[this.#length++] = value
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Bytes given as hex digits. */
  writeHex(hex: string): void {
    this.#reserve(hex.length >> 1)
    this.#length += this.#bytes.write(hex, this.#length, 'hex')
  }

  /** Its length, then the bytes: a value of type String. */
  writeBlob(bytes: Uint8Array): void {
    this.writeVarint(bytes.length)
    this.writeBytes(bytes)
  }

  /** Its length in bytes, then the text in UTF-8: a value of type String. Short ASCII, which most values are, goes letter by letter. */
  writeText(text: string): void {
    const { length } = text
    this.#reserve(length * 3 + 8)
    if (length > SHORT) return this.#writeLongText(text)
    const bytes = this.#bytes
    const start = this.#length + 1
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) return this.#writeLongText(text)
      bytes[start + i] = code
    }
    bytes[this.#length] = length
    this.#length = start + length
  }

  /** A text that begins with one letter of ASCII, as {@link writeText} would write both joined. */
  writePrefixedText(letter: number, text: string): void {
    const { length } = text
    this.#reserve(length * 3 + 9)
    const bytes = this.#bytes
    const start = this.#length + 2
    for (let i = 0; i < length && length <= SHORT; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) return this.#writeLongText(text, letter)
      bytes[start + i] = code
    }
    if (length > SHORT) return this.#writeLongText(text, letter)
    bytes[start - 2] = length + 1
    bytes[start - 1] = letter
    this.#length = start + length
  }

  #writeLongText(text: string, letter?: number): void {
    const extra = letter === undefined ? 0 : 1
    const start = this.#length
    // The length goes before the text: room for one that takes two bytes is left, and the text is moved where it takes another.
    const written = this.#bytes.write(text, start + 2 + extra)
    const total = written + extra
    const width = total < 0x80 ? 1 : total < 0x4000 ? 2 : Math.ceil(Math.log2(total + 1) / 7)
    if (width !== 2) this.#bytes.copyWithin(start + width + extra, start + 2 + extra, start + 2 + extra + written)
    this.writeVarint(total)
    if (letter !== undefined) this.#bytes[this.#length++] = letter
    this.#length += written
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + count))
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer, grown.byteOffset, grown.length)
  }
}

/** UTF-16 units up to which a loop beats the call into the engine. */
const SHORT = 48
