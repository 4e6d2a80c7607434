import { decodePackets } from '../packet/decode-packets.ts'
import { formatAddress } from '../packet/format-address.ts'
import { LINK } from '../packet/link-types.ts'
import { PacketBatch, PROTOCOL } from '../packet/packet-batch.ts'
import { ByteCursor } from '../session/byte-cursor.ts'
import { SAMPLES } from './defaults.ts'
import type { FlowReading, FlowRecord } from './flow-record.ts'
import { protocolName, tcpFlagText } from './flow-record.ts'

/** `enterprise << 12 | format` of samples and of their records (sFlow version 5, sflow.org, 2004, §5). */
const SAMPLE = { flow: 1, expandedFlow: 3 } as const
const RECORD = { header: 1, ipv4: 3, ipv6: 4, switch: 1_001 } as const
/** Protocols of a sampled header that we read, and their link types. */
const HEADER_LINKS: Readonly<Record<number, number>> = { 1: LINK.ethernet, 7: LINK.ppp, 11: LINK.raw, 12: LINK.raw, 13: LINK.mpls }

/** Bits of an interface's number; with all of them set it is none (§5, “interface”). */
const NO_INTERFACE = 0x3fff_ffff

/** The agent that sampled, and its numbering. */
export interface SflowHead {
  readonly agent: string
  readonly subAgent: number
  readonly sequence: number
}

/** Reads sampled packets of sFlow version 5: each record is one packet that stands for `sampling_interval` others. Counters are passed over. */
export class Sflow5Reader {
  readonly #batch = new PacketBatch()

  /** @param received microseconds: a datagram does not say its time */
  read(bytes: Uint8Array, ts: string, reading: FlowReading): SflowHead | null {
    const cursor = new ByteCursor(bytes)
    cursor.uint32()
    const agent = addressOf(cursor)
    const subAgent = cursor.uint32()
    const sequence = cursor.uint32()
    cursor.uint32()
    const samples = cursor.uint32()
    if (cursor.failed || samples > SAMPLES) {
      reading.problems.push(cursor.failed ? 'sFlow: the header is cut off' : `sFlow: ${samples} samples announced`)
      return null
    }
    for (let index = 0; index < samples; index++) {
      const format = cursor.uint32()
      const sample = cursor.take(cursor.uint32())
      if (cursor.failed) {
        reading.problems.push(`sFlow: sample ${index + 1} of ${samples} is cut off`)
        break
      }
      if (format === SAMPLE.flow || format === SAMPLE.expandedFlow) this.#sample(new ByteCursor(sample), format === SAMPLE.expandedFlow, ts, reading)
    }
    return { agent, subAgent, sequence }
  }

  #sample(cursor: ByteCursor, isExpanded: boolean, ts: string, reading: FlowReading): void {
    cursor.take(isExpanded ? 12 : 8)
    const interval = cursor.uint32()
    cursor.take(8)
    const record: FlowRecord = { ts, sampling_interval: interval }
    for (const name of ['in_interface', 'out_interface']) {
      if (isExpanded) cursor.take(4)
      const number = cursor.uint32() & NO_INTERFACE
      if (number !== NO_INTERFACE) record[name] = number
    }
    const records = cursor.uint32()
    let isKnown = false
    for (let index = 0; index < records && !cursor.failed && cursor.left > 0; index++) {
      const format = cursor.uint32()
      const content = cursor.take(cursor.uint32())
      if (cursor.failed) break
      switch (format) {
        case RECORD.header: isKnown = this.#header(new ByteCursor(content), record) || isKnown; break
        case RECORD.ipv4: case RECORD.ipv6: isKnown = internet(new ByteCursor(content), format === RECORD.ipv6 ? 16 : 4, record) || isKnown; break
        case RECORD.switch: record['vlan'] = new ByteCursor(content).uint32(); break
        default:
      }
    }
    if (cursor.failed) reading.problems.push('sFlow: a sample is cut off')
    if (isKnown) reading.records.push(record)
  }

  /** The first bytes of a packet, as it was on the wire. */
  #header(cursor: ByteCursor, record: FlowRecord): boolean {
    const link = HEADER_LINKS[cursor.uint32()]
    const wire = cursor.uint32()
    cursor.uint32()
    const header = cursor.take(cursor.uint32())
    if (link === undefined || cursor.failed) return false
    const batch = this.#batch
    batch.bytes = header
    batch.start[0] = 0
    batch.capturedLength[0] = header.length
    batch.wireLength[0] = wire
    batch.linkType[0] = link
    batch.count = 1
    decodePackets(batch)
    if (batch.version[0] === 0) return false
    const isSix = batch.version[0] === 6
    const protocol = batch.protocol[0]!
    Object.assign(record, {
      'id.orig_h': formatAddress(isSix ? batch.source6.slice(0, 4) : batch.source[0]!), 'id.resp_h': formatAddress(isSix ? batch.destination6.slice(0, 4) : batch.destination[0]!),
      proto: protocolName(protocol), orig_bytes: wire, orig_pkts: 1, ttl_min: batch.ttl[0]!,
    })
    if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) Object.assign(record, { icmp_type: batch.icmpType[0]!, icmp_code: batch.icmpCode[0]! })
    else Object.assign(record, { 'id.orig_p': batch.sourcePort[0]!, 'id.resp_p': batch.destinationPort[0]! })
    if (protocol === PROTOCOL.tcp) record['tcp_flags'] = tcpFlagText(batch.tcpFlags[0]!)
    return true
  }
}

/** What a device that does not give headers says of the packet instead. */
function internet(cursor: ByteCursor, addressBytes: 4 | 16, record: FlowRecord): boolean {
  const wire = cursor.uint32()
  const protocol = cursor.uint32()
  const text = () => formatAddress(addressBytes === 4 ? cursor.uint32() : words(cursor))
  const from = text()
  const to = text()
  const [fromPort, toPort, flags] = [cursor.uint32(), cursor.uint32(), cursor.uint32()]
  if (cursor.failed) return false
  Object.assign(record, { 'id.orig_h': from, 'id.resp_h': to, 'id.orig_p': fromPort, 'id.resp_p': toPort, proto: protocolName(protocol), orig_bytes: wire, orig_pkts: 1 })
  if (protocol === PROTOCOL.tcp) record['tcp_flags'] = tcpFlagText(flags)
  return true
}

function addressOf(cursor: ByteCursor): string {
  switch (cursor.uint32()) {
    case 1: return formatAddress(cursor.uint32())
    case 2: return formatAddress(words(cursor))
    default: return ''
  }
}

function words(cursor: ByteCursor): Uint32Array {
  return Uint32Array.of(cursor.uint32(), cursor.uint32(), cursor.uint32(), cursor.uint32())
}
