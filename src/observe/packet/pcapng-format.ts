import type { CaptureFormat, Stop, Window } from './capture-format.ts'
import { MAX_BLOCK_BYTES, MAX_INTERFACES } from './defaults.ts'
import type { PacketBatch } from './packet-batch.ts'
import { clockOf, type Clock } from './pcapng-clock.ts'

/** Block types of draft-ietf-opsawg-pcapng, section 4. */
const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 2, simplePacket: 3, enhancedPacket: 6 } as const
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const MIN_BLOCK_BYTES = 12
/** Of a packet block without its packet. */
const PACKET_BLOCK_BYTES = 32
const OPTION = { end: 0, timeResolution: 9, timeOffset: 14 } as const

interface Interface {
  readonly linkType: number
  /** Bytes kept of each packet; 0 for all. */
  readonly snapLength: number
  readonly clock: Clock
}

/** pcapng, with any number of sections and interfaces. Null when the head is none. */
export function pcapngFormat(head: Uint8Array): CaptureFormat | null {
  if (head.length < MIN_BLOCK_BYTES) return null
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  return view.getUint32(0) === BLOCK.section && byteOrderAt(view, 8) !== null ? new PcapngFormat() : null
}

/** Whether the section that starts here is little-endian; null when neither order makes its magic number. */
function byteOrderAt(view: DataView, at: number): boolean | null {
  if (view.getUint32(at, true) === BYTE_ORDER_MAGIC) return true
  return view.getUint32(at) === BYTE_ORDER_MAGIC ? false : null
}

class PcapngFormat implements CaptureFormat {
  #littleEndian = true
  #interfaces: Interface[] = []

  read(window: Window, batch: PacketBatch, tell: (reason: string) => void): Stop {
    const { view } = window
    while (!batch.full) {
      const at = window.position
      const available = window.length - at
      if (available < MIN_BLOCK_BYTES) return 'more'
      const isSection = view.getUint32(at) === BLOCK.section
      if (isSection) {
        const order = byteOrderAt(view, at + 8)
        if (order === null) return broken(tell, 'a section whose byte-order magic is neither order')
        this.#littleEndian = order
      }
      const type = view.getUint32(at, this.#littleEndian)
      const size = view.getUint32(at + 4, this.#littleEndian)
      // Writers are met that do not count the padding; the standard readers take the next multiple of four.
      const bytes = size + (-size & 3)
      if (size < MIN_BLOCK_BYTES) return broken(tell, `a block of ${size} bytes: at least ${MIN_BLOCK_BYTES} are needed`)
      if (bytes > MAX_BLOCK_BYTES) return broken(tell, `a block of ${size} bytes: more than ${MAX_BLOCK_BYTES} is damage, and what follows cannot be found`)
      if (available < bytes) return 'more'
      const problem = isSection ? this.#startSection(view, at, bytes) : this.#readBlock(view, at, bytes, type, batch)
      if (problem !== null) return broken(tell, problem)
      window.position = at + bytes
      if (view.getUint32(at + bytes - 4, this.#littleEndian) !== size) {
        return broken(tell, 'a block whose two lengths differ: what follows cannot be found')
      }
    }
    return 'full'
  }

  #startSection(view: DataView, at: number, bytes: number): string | null {
    if (bytes < 28) return 'a section header that is too short'
    const major = view.getUint16(at + 12, this.#littleEndian)
    if (major !== 1) return `version ${major} of pcapng is not known`
    this.#interfaces = []
    return null
  }

  /** Null, or why nothing after this can be trusted. */
  #readBlock(view: DataView, at: number, bytes: number, type: number, batch: PacketBatch): string | null {
    switch (type) {
      case BLOCK.enhancedPacket: return this.#readPacket(view, at, bytes, batch, view.getUint32(at + 8, this.#littleEndian))
      case BLOCK.packet: return this.#readPacket(view, at, bytes, batch, view.getUint16(at + 8, this.#littleEndian))
      case BLOCK.simplePacket: return this.#readSimplePacket(view, at, bytes, batch)
      case BLOCK.interface: return this.#addInterface(view, at, bytes)
      default: return null
    }
  }

  #readPacket(view: DataView, at: number, bytes: number, batch: PacketBatch, number: number): string | null {
    if (bytes < PACKET_BLOCK_BYTES) return 'a packet block that is too short'
    const one = this.#interfaces[number]
    if (one === undefined) return `a packet of interface ${number}, which the section does not describe`
    const littleEndian = this.#littleEndian
    const captured = view.getUint32(at + 20, littleEndian)
    if (captured > bytes - PACKET_BLOCK_BYTES) return `a packet of ${captured} bytes in a block of ${bytes}`
    const time = one.clock(view.getUint32(at + 12, littleEndian), view.getUint32(at + 16, littleEndian))
    batch.add(time, at + 28, captured, view.getUint32(at + 24, littleEndian), one.linkType)
    return null
  }

  /** Holds no time, and its captured length follows from the first interface's limit. */
  #readSimplePacket(view: DataView, at: number, bytes: number, batch: PacketBatch): string | null {
    const [one] = this.#interfaces
    if (one === undefined) return 'a simple packet before any interface'
    if (bytes < 16) return 'a packet block that is too short'
    const wire = view.getUint32(at + 8, this.#littleEndian)
    const captured = one.snapLength === 0 ? wire : Math.min(wire, one.snapLength)
    if (captured > bytes - 16) return `a packet of ${captured} bytes in a block of ${bytes}`
    batch.add(NaN, at + 12, captured, wire, one.linkType)
    return null
  }

  #addInterface(view: DataView, at: number, bytes: number): string | null {
    if (bytes < 20) return 'an interface block that is too short'
    if (this.#interfaces.length === MAX_INTERFACES) return `more than ${MAX_INTERFACES} interfaces in one section`
    const littleEndian = this.#littleEndian
    let resolution = 6
    let offset = 0n
    const end = at + bytes - 4
    for (let option = at + 16; option + 4 <= end;) {
      const code = view.getUint16(option, littleEndian)
      const length = view.getUint16(option + 2, littleEndian)
      if (code === OPTION.end || option + 4 + length > end) break
      if (code === OPTION.timeResolution && length >= 1) resolution = view.getUint8(option + 4)
      if (code === OPTION.timeOffset && length >= 8) offset = view.getBigInt64(option + 4, littleEndian)
      option += 4 + length + (-length & 3)
    }
    this.#interfaces.push({
      linkType: view.getUint16(at + 8, littleEndian),
      snapLength: view.getUint32(at + 12, littleEndian),
      clock: clockOf(resolution, offset),
    })
    return null
  }
}

function broken(tell: (reason: string) => void, reason: string): Stop {
  tell(reason)
  return 'end'
}
