import type { ByteBudget } from './byte-budget.ts'
import { MAX_LINE_BYTES } from './defaults.ts'
import { HeldBytes } from './held-bytes.ts'

const LINE_FEED = 10

/** Bytes of one direction as lines, ended by LF or CRLF; of one longer than {@link MAX_LINE_BYTES} the rest is passed over. */
export class HeldLines {
  readonly #held: HeldBytes
  /** Within a line whose rest is passed over. */
  #passing = false

  constructor(budget: ByteBudget) {
    this.#held = new HeldBytes(budget, MAX_LINE_BYTES)
  }

  /**
   * Gives each whole line, as Latin-1 without its end, until `take` says that what follows is no line.
   * @returns the bytes after the last line taken where it said so, null where all was taken; undefined when there was no room
   */
  accept(bytes: Uint8Array, take: (line: string) => 'lines' | 'stop'): Uint8Array | null | undefined {
    let rest = bytes
    while (rest.length > 0) {
      const end = rest.indexOf(LINE_FEED)
      const part = end < 0 ? rest : rest.subarray(0, end)
      if (!this.#passing) {
        const room = Math.max(0, MAX_LINE_BYTES - this.#held.bytes.length)
        if (!this.#held.append(part.subarray(0, room))) return undefined
        this.#passing = part.length > room
      }
      if (end < 0) return null
      const line = Buffer.from(this.#held.bytes).toString('latin1').replace(/\r$/, '')
      this.#held.consume(this.#held.bytes.length)
      this.#passing = false
      rest = rest.subarray(end + 1)
      if (take(line) === 'stop') return rest
    }
    return null
  }

  drop(): void {
    this.#held.drop()
  }
}
