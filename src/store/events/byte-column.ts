/** Bytes in the making, little-endian, growing by doubling: the columns of a block of ClickHouse's Native format. */
export class ByteColumn {
  #bytes: Buffer
  #view: DataView
  #length = 0

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
    this.#view = viewOf(this.#bytes)
  }

  get length(): number {
    return this.#length
  }

  /** A view, valid until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /**
   * The memory behind the column, with room for so many bytes more: for loops that write on their own, from {@link length} on. What they wrote
   * counts once they call {@link extend}. Valid until the next write.
   */
  room(count: number): Buffer {
    this.#reserve(count)
    return this.#bytes
  }

  /** The memory of {@link room} by words. Valid until the next write. */
  get view(): DataView {
    return this.#view
  }

  /** Sets the length after bytes were written into the {@link room}. */
  extend(length: number): void {
    this.#length = length
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

  writeUint16(value: number): void {
    this.#reserve(2)
    this.#length = this.#bytes.writeUInt16LE(value, this.#length)
  }

  writeUint32(value: number): void {
    this.#reserve(4)
    this.#length = this.#bytes.writeUInt32LE(value, this.#length)
  }

  /** A whole number from 0 to 2⁵³. */
  writeUint64(value: number): void {
    this.writeUint32(value % 0x1_0000_0000)
    this.writeUint32(Math.floor(value / 0x1_0000_0000))
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

  /** The same bytes so many times: a column with one value. */
  writeRepeated(bytes: Uint8Array, count: number): void {
    const end = this.#length + bytes.length * count
    this.#reserve(bytes.length * count)
    if (count > 0) this.#bytes.fill(bytes, this.#length, end)
    this.#length = end
  }

  /** Bytes given as hex digits. */
  writeHex(hex: string): void {
    this.#reserve(hex.length >> 1)
    this.#length += this.#bytes.write(hex, this.#length, 'hex')
  }

  /** Its length, then the bytes: a value of type String. */
  writeBlob(bytes: Uint8Array): void {
    this.writeVarint(bytes.length)
    if (bytes.length > 0) this.writeBytes(bytes)
  }

  /** The same of a piece of a buffer. */
  writePiece(source: Buffer, from: number, to: number): void {
    this.writeVarint(to - from)
    this.#reserve(to - from)
    this.#length += source.copy(this.#bytes, this.#length, from, to)
  }

  /** Its length in bytes, then the text in UTF-8: a value of type String. */
  writeText(text: string): void {
    this.#reserve(text.length * 3 + 8)
    const start = this.#length
    // The length goes before the text: room for one that takes a byte is left, and the text is moved where it takes another.
    const written = this.#bytes.write(text, start + 1)
    if (written >= 0x80) {
      const width = written < 0x4000 ? 2 : Math.ceil(Math.log2(written + 1) / 7)
      this.#bytes.copyWithin(start + width, start + 1, start + 1 + written)
    }
    this.writeVarint(written)
    this.#length += written
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + count))
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
    this.#view = viewOf(grown)
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length)
}
