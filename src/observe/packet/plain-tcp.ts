import { LINK } from './link-types.ts'
import { FRAGMENT, PROTOCOL, type PacketBatch } from './packet-batch.ts'

/** Ethernet, IPv4 without options, TCP without options: the least that a packet of this shape has. */
const LEAST_BYTES = 54
/** EtherType IPv4, then version 4 with a header of five words; the type of service may be anything. */
const IPV4_WITHOUT_OPTIONS = 0x08004500
const IPV4_BYTES = 20
const ETHERNET_BYTES = 14

/**
 * Reads those packets that nearly all of a telescope's are: whole TCP segments in IPv4 without options in Ethernet. What is of another shape, or wrong
 * in anything, is left to `decodeOther`, which is asked in the packets' order. Writes what the header decoder would, into cleared columns.
 * Hot: nine loads of a word and one loop, because the columns then stay in registers; 20 ns a packet.
 */
export function decodePlainTcp(batch: PacketBatch, decodeOther: (row: number) => void): void {
  const {
    bytes, count, start, capturedLength, linkType, version, source, destination, protocol, ttl, ipId, ipLength, fragment, transport, sourcePort,
    destinationPort, tcpFlags, sequence, acknowledgement, window, optionBytes, payload, payloadLength,
  } = batch
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let row = 0; row < count; row++) {
    const at = start[row]!
    const captured = capturedLength[row]!
    if (linkType[row] !== LINK.ethernet || captured < LEAST_BYTES || (view.getUint32(at + 12) & 0xffffff00) !== IPV4_WITHOUT_OPTIONS) {
      decodeOther(row)
      continue
    }
    const lengthAndId = view.getUint32(at + 16)
    const fragmentTtlProtocol = view.getUint32(at + 20)
    const offsetFlagsWindow = view.getUint32(at + 46)
    const length = lengthAndId >>> 16
    const header = (offsetFlagsWindow >>> 28) << 2
    // No fragment: neither "more" nor an offset; the two bits above may be set.
    if ((fragmentTtlProtocol & 0x3fff00ff) !== PROTOCOL.tcp || header < 20 || length < IPV4_BYTES + header || ETHERNET_BYTES + length > captured) {
      decodeOther(row)
      continue
    }
    const ports = view.getUint32(at + 34)
    version[row] = 4
    protocol[row] = PROTOCOL.tcp
    ipLength[row] = length
    ipId[row] = lengthAndId
    fragment[row] = (fragmentTtlProtocol & 0x40000000) === 0 ? 0 : FRAGMENT.dontFragment
    ttl[row] = fragmentTtlProtocol >>> 8
    source[row] = view.getUint32(at + 26)
    destination[row] = view.getUint32(at + 30)
    sourcePort[row] = ports >>> 16
    destinationPort[row] = ports
    sequence[row] = view.getUint32(at + 38)
    acknowledgement[row] = view.getUint32(at + 42)
    tcpFlags[row] = offsetFlagsWindow >>> 16
    window[row] = offsetFlagsWindow
    optionBytes[row] = header - 20
    transport[row] = at + 34
    payload[row] = at + 34 + header
    payloadLength[row] = length - IPV4_BYTES - header
  }
}
