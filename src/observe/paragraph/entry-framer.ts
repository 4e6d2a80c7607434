import { MAX_ENTRY_BYTES } from './defaults.ts'

/** Where an entry that starts at `from` ends, the blank line after it included; -1 when it goes on beyond the bytes. */
export type EntryEnd = (bytes: Buffer, from: number) => number

/** An entry of one or more lines, with its place in the evidence. */
export interface FramedEntry {
  readonly bytes: Buffer
  readonly offset: number
  /** The number of its first line. */
  readonly line: number
}

/**
 * Cuts bytes into entries. One that is too long is handed on as far as it was read, and reading goes on behind it. What is incomplete is looked
 * at again only when it has doubled, so that the time is linear.
 */
export class EntryFramer {
  readonly #endOf: EntryEnd
  readonly #take: (entry: FramedEntry) => void
  #held: Buffer = Buffer.alloc(0)
  #pieces: Buffer[] = []
  #pieceBytes = 0
  #offset: number
  #line: number

  constructor(endOf: EntryEnd, place: { readonly offset: number; readonly line: number }, take: (entry: FramedEntry) => void) {
    this.#endOf = endOf
    this.#take = take
    this.#offset = place.offset
    this.#line = place.line
  }

  push(block: Uint8Array): void {
    this.#pieces.push(Buffer.from(block))
    this.#pieceBytes += block.length
    if (this.#pieceBytes >= this.#held.length) this.#read()
  }

  end(): void {
    this.#read()
    if (this.#held.length > 0) this.#emit(this.#held.length)
    this.#held = Buffer.alloc(0)
  }

  #read(): void {
    this.#held = Buffer.concat([this.#held, ...this.#pieces])
    this.#pieces = []
    this.#pieceBytes = 0
    for (;;) {
      const end = this.#held.length === 0 ? -1 : this.#endOf(this.#held, 0)
      if (end > 0) this.#emit(end)
      else if (this.#held.length > MAX_ENTRY_BYTES) this.#emit(this.#held.length)
      else return
    }
  }

  #emit(end: number): void {
    const bytes = this.#held.subarray(0, end)
    this.#take({ bytes, offset: this.#offset, line: this.#line })
    this.#offset += end
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) this.#line++
    this.#held = this.#held.subarray(end)
  }
}

/** Up to an empty line, and the further ones after it. */
export function paragraphEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0x0a, from); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const next = bytes[at + 1] === 0x0d ? at + 2 : at + 1
    if (bytes[next] === 0x0a) return next + 1
  }
  return -1
}
