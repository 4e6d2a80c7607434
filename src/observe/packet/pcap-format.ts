import type { CaptureFormat, Stop, Window } from './capture-format.ts'
import { MAX_BUS_PACKET_BYTES, MAX_PACKET_BYTES } from './defaults.ts'
import { isBus } from './link-types.ts'
import type { PacketBatch } from './packet-batch.ts'

/** Length of the file header (draft-ietf-opsawg-pcap, section 4). */
const FILE_HEADER_BYTES = 24

interface Variant {
  readonly nanoseconds: boolean
  /** Bytes before each packet: 16, or 24 in the files of Kuznetzov's patched libpcap. */
  readonly recordHeaderBytes: number
}

/** By the magic number as the writer's byte order shows it. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { nanoseconds: false, recordHeaderBytes: 16 }],
  [0xa1b23c4d, { nanoseconds: true, recordHeaderBytes: 16 }],
  [0xa1b2cd34, { nanoseconds: false, recordHeaderBytes: 24 }],
])

/** Classic pcap in either byte order, micro- and nanoseconds. Null when the head is none. */
export function pcapFormat(head: Uint8Array): CaptureFormat | null {
  if (head.length < FILE_HEADER_BYTES) return null
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  for (const littleEndian of [true, false]) {
    const variant = VARIANTS.get(view.getUint32(0, littleEndian))
    // The upper bits of the word say whether a frame check sequence follows each packet.
    if (variant !== undefined) return new PcapFormat(littleEndian, variant, view.getUint32(20, littleEndian) & 0xffff)
  }
  return null
}

class PcapFormat implements CaptureFormat {
  readonly #littleEndian: boolean
  readonly #variant: Variant
  readonly #linkType: number
  readonly #maxBytes: number
  #headerRead = false

  constructor(littleEndian: boolean, variant: Variant, linkType: number) {
    this.#littleEndian = littleEndian
    this.#variant = variant
    this.#linkType = linkType
    this.#maxBytes = isBus(linkType) ? MAX_BUS_PACKET_BYTES : MAX_PACKET_BYTES
  }

  read(window: Window, batch: PacketBatch, tell: (reason: string) => void): Stop {
    if (!this.#headerRead) {
      window.position += FILE_HEADER_BYTES
      this.#headerRead = true
    }
    const { view, length } = window
    const { nanoseconds, recordHeaderBytes } = this.#variant
    const littleEndian = this.#littleEndian
    let at = window.position
    while (!batch.full) {
      if (at + recordHeaderBytes > length) return stopAt(window, at)
      const captured = view.getUint32(at + 8, littleEndian)
      if (captured > this.#maxBytes) {
        window.position = at
        tell(`a packet of ${captured} bytes: more than ${this.#maxBytes} is damage, and what follows cannot be found`)
        return 'end'
      }
      const end = at + recordHeaderBytes + captured
      if (end > length) return stopAt(window, at)
      const fraction = view.getUint32(at + 4, littleEndian)
      const time = view.getUint32(at, littleEndian) * 1_000_000 + (nanoseconds ? Math.floor(fraction / 1_000) : fraction)
      batch.add(time, at + recordHeaderBytes, captured, view.getUint32(at + 12, littleEndian), this.#linkType)
      at = end
    }
    window.position = at
    return 'full'
  }
}

function stopAt(window: Window, at: number): Stop {
  window.position = at
  return 'more'
}
