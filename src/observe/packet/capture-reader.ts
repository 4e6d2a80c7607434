import type { DecodeReport } from '../../model/decoder.ts'
import type { CaptureFormat, Window } from './capture-format.ts'
import { CAPTURE_ERRORS, WINDOW_BYTES } from './defaults.ts'
import { PacketBatch } from './packet-batch.ts'
import { pcapFormat } from './pcap-format.ts'
import { pcapngFormat } from './pcapng-format.ts'

/** Bytes from which the format is told: the longest fixed header. */
const HEAD_BYTES = 24
/** Bytes put behind a record that a block cuts: most records are shorter. Doubled until it is whole. */
const BRIDGE_BYTES = 4_096

/** Reads captures one after the other through one batch. */
export class CaptureReader {
  /** What a record is put together in that lies in two blocks or more. */
  readonly #bytes = new Uint8Array(WINDOW_BYTES)
  readonly #batch = new PacketBatch()

  /**
   * The packets of one capture in its order, framed and not yet decoded. A batch holds until the next is asked for. What cannot be read goes
   * to the report; what precedes it is read. Batches end where the given blocks end, so that a live capture waits for nothing.
   *
   * Records are read where they lie in a block. Of the one that a block cuts, what is there is carried to a buffer, and the beginning of the next block is put
   * behind it.
   */
  async* read(blocks: AsyncIterable<Uint8Array>, report: DecodeReport): AsyncGenerator<PacketBatch, void, undefined> {
    const carrier = windowOf(this.#bytes, 0)
    const batch = this.#batch
    let format: CaptureFormat | null = null
    /** Offset in the capture of the window's first byte. */
    let base = 0
    let window = carrier
    let errors = 0
    let ended = false
    const tell = (reason: string): void => {
      if (errors++ < CAPTURE_ERRORS) report.error({ offset: base + window.position, reason })
    }
    for await (const block of blocks) {
      for (let taken = 0; taken < block.length && !ended;) {
        const carried = carrier.length
        if (carried === 0) {
          window = windowOf(block, block.length)
          window.position = taken
          base -= taken
          taken = block.length
        } else {
          window = carrier
          const part = Math.min(this.#bytes.length - carried, block.length - taken, Math.max(carried, BRIDGE_BYTES))
          this.#bytes.set(block.subarray(taken, taken + part), carried)
          carrier.length += part
          taken += part
        }
        format ??= window.length - window.position < HEAD_BYTES ? null : formatOf(window.bytes.subarray(window.position, window.position + HEAD_BYTES))
        if (format === null) ended = window.length - window.position >= HEAD_BYTES
        for (let stop = 'full'; stop === 'full' && format !== null;) {
          batch.bytes = window.bytes
          batch.count = 0
          batch.base = base
          stop = format.read(window, batch, tell)
          ended = stop === 'end'
          if (batch.count > 0) yield batch
        }
        if (ended) break
        if (window === carrier && window.position >= carried) {
          // The record that was cut is whole, and the rest is read where it lies.
          taken -= window.length - window.position
          base += window.position
          carrier.length = 0
        } else {
          if (window !== carrier || window.position > 0) this.#bytes.set(window.bytes.subarray(window.position, window.length))
          base += window.position
          carrier.length = window.length - window.position
        }
        carrier.position = 0
      }
      if (ended) break
    }
    if (ended) {
      if (format === null) tell('neither pcap nor pcapng')
      return
    }
    window = carrier
    if (format === null) tell(carrier.length === 0 && base === 0 ? 'empty: no capture' : 'neither pcap nor pcapng')
    else if (carrier.length > 0) tell('cut off: the capture ends in the middle of a packet')
  }
}

function windowOf(block: Uint8Array, length: number): Window {
  // Not a `Buffer`, whose `slice` would not copy.
  const bytes = new Uint8Array(block.buffer, block.byteOffset, block.length)
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), position: 0, length }
}

function formatOf(head: Uint8Array): CaptureFormat | null {
  return pcapFormat(head) ?? pcapngFormat(head)
}
