import { formatAddress } from '../packet/format-address.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'

/** A packet that a warning rests on, as it was captured: what the member's own people compare with their logs. */
export interface EvidencePacket {
  /** Microseconds since the epoch. */
  readonly time: number
  readonly source: string
  readonly destination: string
  /** Of IP: 6 is TCP. */
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly tcpFlags: number
  readonly ttl: number
  readonly wireLength: number
  /** As in captures: 1 is Ethernet. */
  readonly linkType: number
  /** Its first bytes from the link header on, in hexadecimal. */
  readonly bytes: string
}

/** Bytes kept of a packet: all headers of a probe and the beginning of its payload. */
const KEPT_BYTES = 128

/** Copies a packet of a decoded batch, which does not stay. */
export function evidencePacket(batch: PacketBatch, row: number): EvidencePacket {
  const start = batch.start[row]!
  const end = start + Math.min(KEPT_BYTES, batch.capturedLength[row]!)
  return {
    time: batch.time[row]!,
    source: addressOf(batch, row, 'source'),
    destination: addressOf(batch, row, 'destination'),
    protocol: batch.protocol[row]!,
    sourcePort: batch.sourcePort[row]!,
    destinationPort: batch.destinationPort[row]!,
    tcpFlags: batch.tcpFlags[row]!,
    ttl: batch.ttl[row]!,
    wireLength: batch.wireLength[row]!,
    linkType: batch.linkType[row]!,
    bytes: Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start).toString('hex'),
  }
}

function addressOf(batch: PacketBatch, row: number, end: 'source' | 'destination'): string {
  if (batch.version[row] === 4) return formatAddress(batch[end][row]!)
  return formatAddress((end === 'source' ? batch.source6 : batch.destination6).subarray(4 * row, 4 * row + 4))
}
