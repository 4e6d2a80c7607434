import { LINK } from './link-types.ts'
import { PROTOCOL } from './packet-batch.ts'

/** What an IPv4 packet to be written holds; addresses as numbers. */
export interface PacketFields {
  readonly source: number
  readonly destination: number
  readonly ttl: number
  readonly id: number
  readonly dontFragment?: boolean
  readonly content:
    | {
      readonly kind: 'tcp'
      readonly sourcePort: number
      readonly destinationPort: number
      readonly sequence: number
      readonly acknowledgement?: number
      /** As TCP writes them: 2 is SYN. */
      readonly flags: number
      readonly window: number
      /** A multiple of four bytes. */
      readonly options?: Uint8Array
      readonly payload?: Uint8Array
    }
    | { readonly kind: 'udp', readonly sourcePort: number, readonly destinationPort: number, readonly payload: Uint8Array }
    | { readonly kind: 'icmp', readonly type: number, readonly code: number, readonly rest: number, readonly payload: Uint8Array }
}

const NOTHING = new Uint8Array(0)
const IP_BYTES = 20
const ETHERNET_BYTES = 14

/** The start of a little-endian pcap of microseconds with Ethernet frames. */
export function captureHeader(): Uint8Array {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(262_144, 16)
  header.writeUInt32LE(LINK.ethernet, 20)
  return header
}

/** A pcap record with its Ethernet frame, checksums right. @param time microseconds since the epoch */
export function captureRecord(time: number, fields: PacketFields): Uint8Array {
  const packet = ipv4Packet(fields)
  const length = ETHERNET_BYTES + packet.length
  const record = Buffer.alloc(16 + length)
  record.writeUInt32LE(Math.floor(time / 1_000_000), 0)
  record.writeUInt32LE(time % 1_000_000, 4)
  record.writeUInt32LE(length, 8)
  record.writeUInt32LE(length, 12)
  // Locally administered addresses: no maker's.
  record[16] = 2
  record[22] = 2
  record[27] = 1
  record.writeUInt16BE(0x0800, 28)
  record.set(packet, 30)
  return record
}

/** The packet alone, checksums right. */
export function ipv4Packet({ source, destination, ttl, id, dontFragment = false, content }: PacketFields): Uint8Array {
  const upper = content.kind === 'tcp' ? 20 + (content.options ?? NOTHING).length + (content.payload ?? NOTHING).length : 8 + content.payload.length
  const packet = Buffer.alloc(IP_BYTES + upper)
  packet[0] = 0x45
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(id, 4)
  if (dontFragment) packet[6] = 0x40
  packet[8] = ttl
  packet[9] = PROTOCOL[content.kind]
  packet.writeUInt32BE(source, 12)
  packet.writeUInt32BE(destination, 16)
  packet.writeUInt16BE(checksum(packet, 0, IP_BYTES, 0), 10)
  writeUpper(packet, content)
  return packet
}

function writeUpper(packet: Buffer, content: PacketFields['content']): void {
  if (content.kind === 'icmp') {
    packet[20] = content.type
    packet[21] = content.code
    packet.writeUInt32BE(content.rest, 24)
    packet.set(content.payload, 28)
    packet.writeUInt16BE(checksum(packet, IP_BYTES, packet.length, 0), 22)
    return
  }
  packet.writeUInt16BE(content.sourcePort, 20)
  packet.writeUInt16BE(content.destinationPort, 22)
  if (content.kind === 'udp') {
    packet.writeUInt16BE(packet.length - IP_BYTES, 24)
    packet.set(content.payload, 28)
    // A checksum of 0 would say that there is none (RFC 768).
    packet.writeUInt16BE(transportChecksum(packet) || 0xffff, 26)
    return
  }
  const options = content.options ?? NOTHING
  packet.writeUInt32BE(content.sequence, 24)
  packet.writeUInt32BE(content.acknowledgement ?? 0, 28)
  packet[32] = (5 + options.length / 4) << 4
  packet[33] = content.flags
  packet.writeUInt16BE(content.window, 34)
  packet.set(options, 40)
  packet.set(content.payload ?? NOTHING, 40 + options.length)
  packet.writeUInt16BE(transportChecksum(packet), 36)
}

/** Over the pseudo-header too: addresses, protocol, length. */
function transportChecksum(packet: Buffer): number {
  const pseudo = packet[9]! + packet.length - IP_BYTES
  return checksum(packet, 12, packet.length, pseudo)
}

/** RFC 1071. */
function checksum(bytes: Buffer, from: number, to: number, start: number): number {
  let sum = start
  for (let at = from; at < to; at += 2) sum += (bytes[at]! << 8) | (at + 1 < to ? bytes[at + 1]! : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
