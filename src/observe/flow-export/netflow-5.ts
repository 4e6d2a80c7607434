import type { FlowReading, FlowRecord } from './flow-record.ts'
import { flowTime, ipv4Text, protocolName, tcpFlagText } from './flow-record.ts'

const HEADER_BYTES = 24
const RECORD_BYTES = 48

/**
 * NetFlow version 5 (Cisco, NetFlow Services Solutions Guide, “NetFlow Export Datagram Format”): a header and up to thirty flows, each of 48 bytes. Times count
 * milliseconds since the exporter's start.
 */
export function readNetflow5(bytes: Uint8Array, reading: FlowReading): { readonly engine: number; readonly first: number; readonly count: number } | null {
  if (bytes.length < HEADER_BYTES) {
    reading.problems.push('NetFlow 5: the header is cut off')
    return null
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const announced = view.getUint16(2)
  const count = Math.min(announced, Math.floor((bytes.length - HEADER_BYTES) / RECORD_BYTES))
  if (count < announced) reading.problems.push(`NetFlow 5: ${announced} flows announced, ${count} there`)
  const uptime = view.getUint32(4)
  const now = view.getUint32(8) * 1_000_000 + Math.floor(view.getUint32(12) / 1_000)
  const sampling = view.getUint16(22) & 0x3fff
  for (let at = HEADER_BYTES, index = 0; index < count; index++, at += RECORD_BYTES) {
    const start = view.getUint32(at + 24)
    const record: FlowRecord = {
      ts: flowTime(now - sinceUptime(uptime, start) * 1_000), duration: sinceUptime(view.getUint32(at + 28), start) / 1_000,
      'id.orig_h': ipv4Text(bytes.subarray(at, at + 4)), 'id.orig_p': view.getUint16(at + 32), 'id.resp_h': ipv4Text(bytes.subarray(at + 4, at + 8)), 'id.resp_p': view.getUint16(at + 34),
      proto: protocolName(bytes[at + 38]!), orig_bytes: view.getUint32(at + 20), orig_pkts: view.getUint32(at + 16), tcp_flags: tcpFlagText(bytes[at + 37]!), ip_tos: bytes[at + 39]!,
      in_interface: view.getUint16(at + 12), out_interface: view.getUint16(at + 14), orig_as: view.getUint16(at + 40), resp_as: view.getUint16(at + 42),
    }
    if (view.getUint32(at + 8) !== 0) record['next_hop'] = ipv4Text(bytes.subarray(at + 8, at + 12))
    if (sampling > 1) record['sampling_interval'] = sampling
    reading.records.push(record)
  }
  return { engine: view.getUint16(20), first: view.getUint32(16), count: announced }
}

/** Milliseconds from one reading of a clock of 32 bits to a later one; what seems later by weeks is earlier. */
export function sinceUptime(later: number, earlier: number): number {
  return (later - earlier) | 0
}
