import type { DecodeReport } from '../../model/decoder.ts'
import type { CaptureFormat, Window } from './capture-format.ts'
import { CAPTURE_ERRORS, WINDOW_BYTES } from './defaults.ts'
import { PacketBatch } from './packet-batch.ts'
import { pcapFormat } from './pcap-format.ts'
import { pcapngFormat } from './pcapng-format.ts'

/** Bytes from which the format is told: the longest fixed header. */
const HEAD_BYTES = 24

/** Reads captures one after the other through one window and one batch. */
export class CaptureReader {
  readonly #bytes = new Uint8Array(WINDOW_BYTES)
  readonly #batch = new PacketBatch()

  /**
   * The packets of one capture in its order, framed and not yet decoded. A batch holds until the next is asked for. What cannot be read goes
   * to the report; what precedes it is read. Batches end where the given blocks end, so that a live capture waits for nothing.
   */
  async* read(blocks: AsyncIterable<Uint8Array>, report: DecodeReport): AsyncGenerator<PacketBatch, void, undefined> {
    const bytes = this.#bytes
    const window: Window = { bytes, view: new DataView(bytes.buffer), position: 0, length: 0 }
    const batch = this.#batch
    let format: CaptureFormat | null = null
    /** Offset in the capture of the window's first byte. */
    let base = 0
    let errors = 0
    let ended = false
    const tell = (reason: string): void => {
      if (errors++ < CAPTURE_ERRORS) report.error({ offset: base + window.position, reason })
    }
    for await (const block of blocks) {
      for (let taken = 0; taken < block.length && !ended;) {
        if (window.length === bytes.length) {
          bytes.copyWithin(0, window.position, window.length)
          base += window.position
          window.length -= window.position
          window.position = 0
        }
        const part = Math.min(bytes.length - window.length, block.length - taken)
        bytes.set(block.subarray(taken, taken + part), window.length)
        window.length += part
        taken += part
        format ??= window.length < HEAD_BYTES ? null : formatOf(bytes.subarray(0, HEAD_BYTES))
        if (format === null) {
          ended = window.length >= HEAD_BYTES
          continue
        }
        for (let stop = 'full'; stop === 'full';) {
          batch.bytes = bytes
          batch.count = 0
          stop = format.read(window, batch, tell)
          ended = stop === 'end'
          if (batch.count > 0) yield batch
        }
      }
      if (ended) break
    }
    if (format === null) tell(window.length === 0 ? 'empty: no capture' : 'neither pcap nor pcapng')
    else if (!ended && window.position < window.length) tell('cut off: the capture ends in the middle of a packet')
  }
}

function formatOf(head: Uint8Array): CaptureFormat | null {
  return pcapFormat(head) ?? pcapngFormat(head)
}
