import type { DecodeReport } from '../../model/decoder.ts'
import { BATCH_LINE_CHARACTERS } from '../../pipeline/collect/defaults.ts'
import type { BatchHead } from '../../pipeline/collect/segment.ts'
import { LF, readBatchLine } from '../../pipeline/collect/segment.ts'

/** A batch and where its records begin in the segment. */
export interface BatchFrame extends BatchHead {
  readonly from: number
}

/**
 * Follows the batches of a segment while it is read: hands the bytes on with blanks in place of the lines between batches, so that the
 * decoder of the records sees every record where it is, and nothing else; keeps what each batch's line says for the rows that come of it.
 */
export class BatchFrames {
  readonly #report: DecodeReport
  readonly #frames: BatchFrame[] = []
  /** Where the next byte is in the segment. */
  #position: number
  /** Of the batch being read. */
  #left = 0
  #line = ''

  /** @param from where the first batch's line begins */
  constructor(from: number, report: DecodeReport) {
    this.#position = from
    this.#report = report
  }

  async* read(blocks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const block of blocks) yield this.#blanked(block)
  }

  /** The batch that the byte at an offset is of; offsets must not fall. Undefined where the segment is damaged. */
  frameOf(offset: number): BatchFrame | undefined {
    while (this.#frames.length > 1 && this.#frames[1]!.from <= offset) this.#frames.shift()
    return this.#frames[0]
  }

  #blanked(block: Uint8Array): Uint8Array {
    let copy: Uint8Array | null = null
    for (let at = 0; at < block.length;) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, block.length - at)
        this.#left -= step
        at += step
        this.#position += step
        continue
      }
      const end = block.indexOf(LF, at)
      const to = end < 0 ? block.length : end + 1
      this.#line += Buffer.from(block.buffer, block.byteOffset + at, Math.min(to - at, BATCH_LINE_CHARACTERS)).toString('latin1')
      // The line end stays: records are numbered by lines.
      copy ??= new Uint8Array(block)
      copy.fill(BLANK, at, end < 0 ? to : end)
      this.#position += to - at
      at = to
      if (end >= 0 || this.#line.length > BATCH_LINE_CHARACTERS) this.#begin()
    }
    return copy ?? block
  }

  #begin(): void {
    const head = readBatchLine(this.#line)
    if (head === null) this.#report.error({ offset: this.#position - this.#line.length, reason: 'not the line of a batch; what follows is read without its arrival' })
    else this.#frames.push({ ...head, from: this.#position })
    this.#left = head?.bytes ?? Infinity
    this.#line = ''
  }
}

const BLANK = 0x20
