import type { EvidenceFile } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { RawOf } from '../../store/events/encode-events.ts'
import { RAW_WINDOW_BYTES } from './defaults.ts'

interface KeptBlock {
  readonly from: number
  readonly bytes: Uint8Array
}

/** Bytes at an offset of the evidence, read where it lies; null when they cannot be read. */
export type ReadBack = (offset: number, length: number) => Uint8Array | null

/**
 * The bytes that a decoder has read of one chunk, kept so that the exact bytes of each record can be stored without reading (and unpacking)
 * them twice: the last {@link RAW_WINDOW_BYTES} where earlier ones can be read back, else all until the chunk ends, at most 64 MB.
 */
export class RawWindow {
  readonly file: EvidenceFile
  readonly #blocks: KeptBlock[] = []
  readonly #readBack: ReadBack | null

  /** @param readBack null where content must be unpacked from its start */
  constructor(file: EvidenceFile, readBack: ReadBack | null = null) {
    const kept = this.#blocks
    this.#readBack = readBack
    let keptBytes = 0
    this.file = {
      ...file,
      async* read(from, to) {
        let position = from
        for await (const block of file.read(from, to)) {
          let old: Uint8Array | null = null
          while (readBack !== null && keptBytes + block.length > RAW_WINDOW_BYTES && kept.length > 0) {
            old = kept.shift()!.bytes
            keptBytes -= old.length
          }
          kept.push({ from: position, bytes: copied(block, old) })
          keptBytes += block.length
          yield block
          position += block.length
        }
      },
    }
  }

  /** Of the rows of a batch; null for one without bytes of its own. */
  rawOf(batch: EventBatch): RawOf {
    return row => this.#bytes(batch.offset[row]!, batch.length[row]!)
  }

  #bytes(offset: number, length: number): Uint8Array | null {
    if (length === 0) return null
    const first = this.#blockAt(offset)
    if (first === undefined) return this.#readBack?.(offset, length) ?? null
    const start = offset - first.from
    if (start + length <= first.bytes.length) return first.bytes.subarray(start, start + length)
    return this.#across(offset, length)
  }

  /** The block with the byte at an offset, looked for from the last one read: that is where the rows are. Of those read twice any will do. */
  #blockAt(offset: number): KeptBlock | undefined {
    return this.#blocks.findLast(({ from, bytes }) => from <= offset && offset < from + bytes.length)
  }

  #across(offset: number, length: number): Uint8Array | null {
    const joined = new Uint8Array(length)
    for (let filled = 0; filled < length;) {
      const block = this.#blockAt(offset + filled)
      if (block === undefined) return this.#readBack?.(offset, length) ?? null
      const start = offset + filled - block.from
      const piece = block.bytes.subarray(start, start + length - filled)
      joined.set(piece, filled)
      filled += piece.length
    }
    return joined
  }
}

/** In the memory of a block that is no longer kept, if it is large enough: memory outside the heap makes the engine look for garbage. */
function copied(block: Uint8Array, old: Uint8Array | null): Uint8Array {
  if (old === null || old.length < block.length) return block.slice()
  const bytes = old.subarray(0, block.length)
  bytes.set(block)
  return bytes
}
