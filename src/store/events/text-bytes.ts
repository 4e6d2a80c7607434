/** Bytes behind a text that may be read with it: texts are copied by words of four. */
const SLACK_BYTES = 4

/**
 * Texts as bytes of UTF-8, one behind the other. A letter of a text takes as long as five bytes of an array, so all texts of some events are made bytes in one
 * call. One of ASCII has as many bytes as letters; of another one its own length in bytes tells where the next begins.
 */
export class TextBytes {
  #bytes: Uint8Array
  #view: DataView
  #length = 0

  constructor(capacity = 1 << 12) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** By words; where a text ends some bytes more can be read. Valid until the next text. */
  get view(): DataView {
    return this.#view
  }

  /** Where the text begins, which was put behind those before; -1 when it cannot be said in UTF-8. */
  add(text: string): number {
    const { length } = text
    const start = this.#length
    this.#reserve(length)
    let { read, written } = ENCODER.encodeInto(text, start === 0 ? this.#bytes : this.#bytes.subarray(start))
    if (read !== length || written !== length) {
      if (!text.isWellFormed()) return -1
      this.#reserve(length * UTF8_BYTES)
      ;({ read, written } = ENCODER.encodeInto(text, this.#bytes.subarray(start)))
    }
    this.#length = start + written
    return start
  }

  clear(): void {
    this.#length = 0
  }

  #reserve(count: number): void {
    const needed = this.#length + count + SLACK_BYTES
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** Bytes of UTF-8 that a unit of UTF-16 takes at most. */
const UTF8_BYTES = 3

const ENCODER = new TextEncoder()
