import { isValidTime } from '../../model/time.ts'
import { BATCH_ROWS } from './defaults.ts'
import { StaggeredColumns } from './staggered-columns.ts'

/** Why a packet's headers could not be read to their end. The first is none of them. */
export const MALFORMED_KINDS = [
  'none', 'cut-by-capture', 'link-header', 'ipv4-header', 'ipv4-length', 'ipv6-header', 'ipv6-length', 'ipv6-extension', 'tcp-header',
  'udp-header', 'udp-length', 'icmp-header', 'tunnel-header', 'too-many-layers',
] as const

export type MalformedKind = Exclude<typeof MALFORMED_KINDS[number], 'none'>

/** Bits of {@link PacketBatch.fragment}. */
export const FRAGMENT = { more: 1, later: 2, dontFragment: 4 } as const

/** Bits of {@link PacketBatch.tcpFlags}. */
export const TCP_FLAG = { fin: 1, syn: 2, rst: 4, push: 8, ack: 16, urgent: 32 } as const

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 } as const

/** Columns of a batch, and their bytes in one row, at most. */
const COLUMNS = 32
const BYTES_PER_ROW = 128

/**
 * Packets as columns: one row each, no object per packet. The framing columns are filled by the reader of the file format, the others by
 * the decoder of the headers; what a packet does not have is 0. Offsets lie in `bytes`. All is used again for the next batch.
 */
export class PacketBatch {
  /** The window of the capture that the packets of this batch lie in. */
  bytes: Uint8Array = new Uint8Array(0)
  count = 0
  /** Offset in the capture of the first of {@link bytes}. */
  base = 0
  readonly #columns = new StaggeredColumns(BATCH_ROWS, COLUMNS, BYTES_PER_ROW)

  /** Microseconds since the epoch, cut from finer clocks; NaN where the format holds no time, or one beyond what can be written. */
  readonly time = this.#columns.float64()
  readonly start = this.#columns.uint32()
  readonly capturedLength = this.#columns.uint32()
  /** Bytes on the wire. */
  readonly wireLength = this.#columns.uint32()
  readonly linkType = this.#columns.uint16()

  /** Index into {@link MALFORMED_KINDS}. */
  readonly malformed = this.#columns.uint8()
  /** 4, 6, or 0 for what is not IP. */
  readonly version = this.#columns.uint8()
  /** Whether the addresses are those of a packet within a tunnel. */
  readonly tunnelled = this.#columns.uint8()
  /** The IPv4 address, or the last 32 bits of the IPv6 one. */
  readonly source = this.#columns.uint32()
  readonly destination = this.#columns.uint32()
  /** Four words for each row, of IPv6 only; elsewhere left from before. */
  readonly source6 = this.#columns.uint32(4)
  readonly destination6 = this.#columns.uint32(4)
  /** Of the header that follows IP and its extensions. */
  readonly protocol = this.#columns.uint8()
  /** Time to live, or hop limit. */
  readonly ttl = this.#columns.uint8()
  readonly ipId = this.#columns.uint16()
  readonly ipLength = this.#columns.uint32()
  readonly fragment = this.#columns.uint8()
  /** Where what follows IP starts; 0 when nothing of it is there. */
  readonly transport = this.#columns.uint32()
  /** Of TCP, UDP and SCTP. */
  readonly sourcePort = this.#columns.uint16()
  readonly destinationPort = this.#columns.uint16()
  readonly tcpFlags = this.#columns.uint8()
  readonly sequence = this.#columns.uint32()
  readonly acknowledgement = this.#columns.uint32()
  readonly window = this.#columns.uint16()
  /** Bytes of TCP options; they start at `transport` + 20. */
  readonly optionBytes = this.#columns.uint8()
  /** Of ICMP and ICMPv6; the type of a packet that is neither is 0, so look at `protocol` first. */
  readonly icmpType = this.#columns.uint8()
  readonly icmpCode = this.#columns.uint8()
  readonly payload = this.#columns.uint32()
  readonly payloadLength = this.#columns.uint32()

  get full(): boolean {
    return this.count === BATCH_ROWS
  }

  /** Adds a packet's place; the decoder fills the rest. */
  add(time: number, start: number, capturedLength: number, wireLength: number, linkType: number): void {
    const row = this.count++
    this.time[row] = isValidTime(time) ? time : Number.NaN
    this.start[row] = start
    this.capturedLength[row] = capturedLength
    this.wireLength[row] = wireLength
    this.linkType[row] = linkType
  }
}
