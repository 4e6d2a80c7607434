import { isValidTime } from '../../model/time.ts'
import { BATCH_ROWS } from './defaults.ts'

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

/**
 * Packets as columns: one row each, no object per packet. The framing columns are filled by the reader of the file format, the others by
 * the decoder of the headers; what a packet does not have is 0. Offsets lie in `bytes`. All is used again for the next batch.
 */
export class PacketBatch {
  /** The window of the capture that the packets of this batch lie in. */
  bytes: Uint8Array = new Uint8Array(0)
  count = 0

  /** Microseconds since the epoch, cut from finer clocks; NaN where the format holds no time, or one beyond what can be written. */
  readonly time = new Float64Array(BATCH_ROWS)
  readonly start = new Uint32Array(BATCH_ROWS)
  readonly capturedLength = new Uint32Array(BATCH_ROWS)
  /** Bytes on the wire. */
  readonly wireLength = new Uint32Array(BATCH_ROWS)
  readonly linkType = new Uint16Array(BATCH_ROWS)

  /** Index into {@link MALFORMED_KINDS}. */
  readonly malformed = new Uint8Array(BATCH_ROWS)
  /** 4, 6, or 0 for what is not IP. */
  readonly version = new Uint8Array(BATCH_ROWS)
  /** Whether the addresses are those of a packet within a tunnel. */
  readonly tunnelled = new Uint8Array(BATCH_ROWS)
  /** The IPv4 address, or the last 32 bits of the IPv6 one. */
  readonly source = new Uint32Array(BATCH_ROWS)
  readonly destination = new Uint32Array(BATCH_ROWS)
  /** Four words for each row, of IPv6 only; elsewhere left from before. */
  readonly source6 = new Uint32Array(4 * BATCH_ROWS)
  readonly destination6 = new Uint32Array(4 * BATCH_ROWS)
  /** Of the header that follows IP and its extensions. */
  readonly protocol = new Uint8Array(BATCH_ROWS)
  /** Time to live, or hop limit. */
  readonly ttl = new Uint8Array(BATCH_ROWS)
  readonly ipId = new Uint16Array(BATCH_ROWS)
  readonly ipLength = new Uint32Array(BATCH_ROWS)
  readonly fragment = new Uint8Array(BATCH_ROWS)
  /** Where what follows IP starts; 0 when nothing of it is there. */
  readonly transport = new Uint32Array(BATCH_ROWS)
  /** Of TCP, UDP and SCTP. */
  readonly sourcePort = new Uint16Array(BATCH_ROWS)
  readonly destinationPort = new Uint16Array(BATCH_ROWS)
  readonly tcpFlags = new Uint8Array(BATCH_ROWS)
  readonly sequence = new Uint32Array(BATCH_ROWS)
  readonly acknowledgement = new Uint32Array(BATCH_ROWS)
  readonly window = new Uint16Array(BATCH_ROWS)
  /** Bytes of TCP options; they start at `transport` + 20. */
  readonly optionBytes = new Uint8Array(BATCH_ROWS)
  /** Of ICMP and ICMPv6; the type of a packet that is neither is 0, so look at `protocol` first. */
  readonly icmpType = new Uint8Array(BATCH_ROWS)
  readonly icmpCode = new Uint8Array(BATCH_ROWS)
  readonly payload = new Uint32Array(BATCH_ROWS)
  readonly payloadLength = new Uint32Array(BATCH_ROWS)

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
