import { isAscii } from 'node:buffer'
import type { TextEncoding } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import { ENCODING_SAMPLE_BYTES } from './defaults.ts'
import { EncodingScores } from './encoding-scores.ts'
import { EscapeCounter } from './escape-counter.ts'
import { looksBinary, wideEncoding } from './wide-encoding.ts'

/** Bytes looked at together for being plain ASCII; most of most logs is. */
const STRIDE_BYTES = 4_096

/**
 * Finds the encoding of a text from all of its bytes, however they are cut into blocks. A byte order mark decides, then the shape of
 * UTF-16 in the head; after that the first {@link ENCODING_SAMPLE_BYTES} beyond ASCII are weighed. Content that is no text is `utf-8`.
 */
export class EncodingDetector {
  #head: Uint8Array[] = []
  #headBytes = 0
  #fixed: TextEncoding | null = null
  #scores = new EncodingScores()
  #escapes = new EscapeCounter()

  push(block: Uint8Array): void {
    const rest = this.#headBytes < HEAD_BYTES ? this.#keepHead(block) : block
    if (rest.length > 0 && this.#fixed === null) this.#weigh(rest)
  }

  /** The encoding of what was pushed so far; nothing may be pushed afterwards. */
  final(): TextEncoding {
    if (this.#headBytes < HEAD_BYTES) this.#decideByHead()
    return this.#fixed ?? (this.#scores.nonAscii === 0 && this.#escapes.designations > 0 ? 'iso-2022-jp' : this.#scores.best())
  }

  /** Answers what lies behind the head. */
  #keepHead(block: Uint8Array): Uint8Array {
    const taken = new Uint8Array(block.subarray(0, HEAD_BYTES - this.#headBytes))
    this.#head.push(taken)
    this.#headBytes += taken.length
    if (this.#headBytes === HEAD_BYTES) this.#decideByHead()
    return block.subarray(taken.length)
  }

  #decideByHead(): void {
    const head = Buffer.concat(this.#head)
    this.#head = []
    this.#fixed = wideEncoding(head) ?? (looksBinary(head) ? 'utf-8' : null)
    if (this.#fixed === null) this.#weigh(head)
  }

  #weigh(block: Uint8Array): void {
    this.#escapes.push(block)
    for (let at = 0; at < block.length && this.#scores.nonAscii < ENCODING_SAMPLE_BYTES; at += STRIDE_BYTES) {
      const stride = block.subarray(at, at + STRIDE_BYTES)
      if (!this.#scores.betweenCharacters || !isAscii(stride)) this.#scores.push(stride, ENCODING_SAMPLE_BYTES)
    }
  }
}

/** The encoding of a text at hand in full. */
export function detectEncoding(blocks: Iterable<Uint8Array>): TextEncoding {
  const detector = new EncodingDetector()
  for (const block of blocks) detector.push(block)
  return detector.final()
}

/** What the first {@link HEAD_BYTES} of a content say alone: enough to know records from one another in all but rare cases. */
export function preliminaryEncoding(head: Uint8Array): TextEncoding {
  return detectEncoding([head])
}

/** Whether the bytes that frame records (line ends, quotes) mean the same in both, so that a plan made for one holds for the other. */
export function sameFraming(a: TextEncoding, b: TextEncoding): boolean {
  return framing(a) === framing(b)
}

function framing(encoding: TextEncoding): string {
  return encoding === 'iso-2022-jp' || encoding.startsWith('utf-16') ? encoding : 'ascii'
}
