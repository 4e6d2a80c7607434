const NOTHING = new Uint8Array(0)

/** Walks through bytes. What would go beyond their end is 0 or nothing, and `failed` says so from then on. */
export class ByteCursor {
  readonly #bytes: Uint8Array
  at = 0
  failed = false

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  uint8(): number {
    return this.#has(1) ? this.#bytes[this.at++]! : 0
  }

  uint16(): number {
    return this.#has(2) ? (this.#bytes[this.at++]! << 8) | this.#bytes[this.at++]! : 0
  }

  uint24(): number {
    return this.#has(3) ? (this.#bytes[this.at++]! << 16) | (this.#bytes[this.at++]! << 8) | this.#bytes[this.at++]! : 0
  }

  uint32(): number {
    return this.#has(4) ? this.uint16() * 0x1_0000 + this.uint16() : 0
  }

  take(length: number): Uint8Array {
    if (!this.#has(length)) return NOTHING
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  #has(length: number): boolean {
    if (!this.failed && length <= this.left) return true
    this.failed = true
    return false
  }
}
