import { UNCOUNTED_BODY_BYTES } from '../defaults.ts'

/** What bodies of requests may take of the memory together: what is read, taken apart and judged takes about five times its bytes. Short ones are not counted, so that large ones keep nobody else waiting. */
export class BodyRoom {
  readonly #most: number
  #used = 0

  /** @param most bytes of all bodies under way that are not short */
  constructor(most: number) {
    this.#most = most
  }

  hold(): HeldRoom {
    return new HeldRoom(bytes => {
      if (bytes > 0 && this.#used + bytes > this.#most) return false
      this.#used += bytes
      return true
    })
  }
}

/** What one body takes of it. */
export class HeldRoom {
  readonly #take: (bytes: number) => boolean
  #bytes = 0
  #counted = 0
  /** There was no room for all of it. */
  isRefused = false

  /** @param take counts bytes, or takes them back; false where there is no room */
  constructor(take: (bytes: number) => boolean) {
    this.#take = take
  }

  /** @returns whether there is room for more bytes of this body */
  grow(bytes: number): boolean {
    this.#bytes += bytes
    if (this.#bytes <= UNCOUNTED_BODY_BYTES) return true
    this.isRefused ||= !this.#take(this.#bytes - this.#counted)
    if (!this.isRefused) this.#counted = this.#bytes
    return !this.isRefused
  }

  /** The body is needed no longer. */
  release(): void {
    this.#take(-this.#counted)
    this.#counted = 0
  }
}
