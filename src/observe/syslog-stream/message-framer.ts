import { LF } from '../../pipeline/collect/segment.ts'
import { FRAME_BYTES, MESSAGE_BYTES } from './defaults.ts'
import { CR, messageLine } from './message-line.ts'
import type { FramedMessages, StreamFramer } from './stream-framer.ts'

/**
 * Cuts a stream into messages (RFC 6587): with a count before each (`113 <34>1 …`, RFC 5425) or a line each; told for each message by how it
 * begins, so senders may mix both. Blank lines are none. Keeps at most {@link MESSAGE_BYTES}: of a longer message the rest is dropped, which
 * is told. Linear in the bytes.
 */
export class MessageFramer implements StreamFramer {
  readonly #refuse: (reason: string) => void
  /** What came of a message that has not ended. */
  #kept: Buffer[] = []
  #keptBytes = 0
  /** Bytes still to come of a counted message; -1 within a line. */
  #left = 0
  /** Within a message. */
  #isInside = false

  /** @param refuse told of each message that is not as it should be */
  constructor(refuse: (reason: string) => void) {
    this.#refuse = refuse
  }

  /** @returns the messages that end in the piece; null when the stream cannot be followed any more */
  push(piece: Buffer): FramedMessages | null {
    const lines: Buffer[] = []
    let count = 0
    const emit = (message: Buffer) => {
      const line = messageLine(message)
      if (line === null) return
      lines.push(line)
      count++
    }
    let block = piece
    let at = 0
    if (!this.#isInside && this.#keptBytes > 0) {
      // The beginning of a count.
      block = Buffer.concat([...this.#kept, piece])
      this.#drop()
    }
    while (at < block.length) {
      if (!this.#isInside) {
        const counted = countAt(block, at)
        if (counted === 'unknown') {
          this.#keep(block.subarray(at))
          break
        }
        if (counted !== null && counted.bytes > FRAME_BYTES) {
          this.#refuse(`a message of ${counted.bytes} bytes was announced; the connection is closed`)
          return null
        }
        this.#isInside = true
        this.#left = counted === null ? -1 : counted.bytes
        at += counted === null ? 0 : counted.digits + 1
        if (this.#left < 0) {
          const [to, lineCount] = wholeLines(block, at)
          if (to > at) {
            lines.push(block.subarray(at, to))
            count += lineCount
            at = to
            this.#isInside = false
            continue
          }
        }
      }
      const end = this.#left < 0 ? block.indexOf(LF, at) : Math.min(at + this.#left, block.length)
      const isEnded = this.#left < 0 ? end >= 0 : at + this.#left <= block.length
      const part = block.subarray(at, end < 0 ? block.length : end)
      if (this.#left >= 0) this.#left -= part.length
      this.#keep(part)
      at += part.length
      if (!isEnded) break
      if (this.#left < 0) at++
      emit(this.#take())
    }
    return { lines, count }
  }

  /** What the stream ended in the middle of. */
  end(): FramedMessages {
    const isCut = this.#isInside && this.#left > 0
    const line = messageLine(this.#take())
    if (isCut) this.#refuse('the connection ended within a message')
    return line === null ? { lines: [], count: 0 } : { lines: [line], count: 1 }
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return
    const room = MESSAGE_BYTES - this.#keptBytes
    // A copy: the piece is as large as a read.
    if (room > 0) this.#kept.push(Buffer.from(part.subarray(0, room)))
    this.#keptBytes += part.length
  }

  #take(): Buffer {
    if (this.#keptBytes > MESSAGE_BYTES) this.#refuse(`a message of ${this.#keptBytes} bytes was cut after ${MESSAGE_BYTES}`)
    const message = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept)
    this.#drop()
    return message
  }

  #drop(): void {
    this.#kept = []
    this.#keptBytes = 0
    this.#isInside = false
    this.#left = 0
  }
}

/** A message's count, `113 ` before `<`; null when it begins without one; `unknown` until more of it is there. */
function countAt(block: Buffer, at: number): { readonly bytes: number; readonly digits: number } | 'unknown' | null {
  let digits = 0
  let bytes = 0
  for (; digits <= COUNT_DIGITS; digits++) {
    const byte = block[at + digits]
    if (byte === undefined) return 'unknown'
    if (byte < 0x30 || byte > 0x39 || (digits === 0 && byte === 0x30)) break
    bytes = bytes * 10 + byte - 0x30
  }
  if (digits === 0 || block[at + digits] !== 0x20) return null
  const first = block[at + digits + 1]
  if (first === undefined) return 'unknown'
  return first === 0x3c ? { bytes, digits } : null
}

/** Digits of a count: RFC 6587 sets no bound; ours is far above what a frame may have. */
const COUNT_DIGITS = 9

/** How far the block holds plain lines that can be handed on as they are, and how many: none counted, blank, too long, or with CR or NUL at its end. */
function wholeLines(block: Buffer, from: number): readonly [to: number, count: number] {
  let at = from
  let count = 0
  for (;;) {
    const end = block.indexOf(LF, at)
    // A line that begins with `<` is not counted.
    if (end < 0 || end - at > MESSAGE_BYTES || block[at] !== 0x3c || block[end - 1] === 0 || block[end - 1] === CR) return [at, count]
    at = end + 1
    count++
  }
}
