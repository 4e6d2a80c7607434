import { Damage } from './damage.ts'

/** Reads numbers one after the other, never beyond its end. Positions are bytes from the start of the 64 KiB chunk. */
export class Cursor {
  readonly #view: DataView
  readonly end: number
  position: number

  constructor(view: DataView, from: number, to: number) {
    this.#view = view
    this.position = from
    this.end = to
  }

  uint8(): number {
    return this.#view.getUint8(this.skip(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true)
  }

  /** Where the skipped bytes began. */
  skip(bytes: number): number {
    const from = this.position
    if (bytes > this.end - from) throw new Damage(from, `${bytes} bytes are needed and ${this.end - from} are left`)
    this.position = from + bytes
    return from
  }
}
