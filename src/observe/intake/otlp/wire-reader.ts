/** A message ends before its field does, or has a field that cannot be: the bytes are no protobuf of this kind. */
export class WireFault extends Error {
  override readonly name = 'WireFault'
}

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/**
 * Reads the fields of one protobuf message (Protocol Buffers encoding guide) within [from, to) of a content, one by one. A field that is not
 * asked for is skipped. Throws {@link WireFault} for what is none; never reads outside of its bounds.
 */
export class WireReader {
  readonly content: Buffer
  #at: number
  readonly #to: number
  /** Of the field that was read last. */
  number = 0
  wire = 0

  constructor(content: Buffer, from = 0, to = content.length) {
    this.content = content
    this.#at = from
    this.#to = to
  }

  /** Goes on to the next field; false at the end. Its value must then be read or skipped. */
  next(): boolean {
    if (this.#at >= this.#to) return false
    const tag = this.unsigned()
    this.number = Number(tag >> 3n)
    this.wire = Number(tag & 7n)
    if (this.number === 0 || tag > MOST_TAG) throw new WireFault('field number out of range')
    return true
  }

  /** A varint of at most 64 bits. */
  unsigned(): bigint {
    let low = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte()
      low += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return BigInt(low)
    }
    let value = BigInt(low)
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new WireFault('varint too long')
  }

  fixed64(): bigint {
    const at = this.#skipped(8)
    return this.content.readBigUInt64LE(at)
  }

  fixed32(): number {
    const at = this.#skipped(4)
    return this.content.readUInt32LE(at)
  }

  double(): number {
    const at = this.#skipped(8)
    return this.content.readDoubleLE(at)
  }

  /** The bytes of a length-delimited field. */
  bytes(): Buffer {
    const length = this.#length()
    const at = this.#skipped(length)
    return this.content.subarray(at, at + length)
  }

  /** A length-delimited field as a message. */
  message(): WireReader {
    const length = this.#length()
    const at = this.#skipped(length)
    return new WireReader(this.content, at, at + length)
  }

  skip(): void {
    if (this.wire === WIRE.varint) this.unsigned()
    else if (this.wire === WIRE.fixed64) this.#skipped(8)
    else if (this.wire === WIRE.bytes) this.#skipped(this.#length())
    else if (this.wire === WIRE.fixed32) this.#skipped(4)
    else throw new WireFault('unknown wire type')
  }

  #length(): number {
    const length = this.unsigned()
    if (length > BigInt(this.#to - this.#at)) throw new WireFault('field longer than its message')
    return Number(length)
  }

  /** Where the bytes begin that are passed over. */
  #skipped(bytes: number): number {
    const at = this.#at
    if (bytes > this.#to - at) throw new WireFault('field longer than its message')
    this.#at = at + bytes
    return at
  }

  #byte(): number {
    if (this.#at >= this.#to) throw new WireFault('message ends in a number')
    return this.content[this.#at++]!
  }
}

/** Numbers of fields have 29 bits. */
const MOST_TAG = 0xffff_ffffn
