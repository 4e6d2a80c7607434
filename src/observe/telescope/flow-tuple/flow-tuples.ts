import { SECOND_US } from '../../../model/time.ts'
import { FRAGMENT, PROTOCOL, TCP_FLAG, type PacketBatch } from '../../packet/packet-batch.ts'
import { continentOf } from '../geo/continents.ts'
import type { Geo } from '../geo/geo.ts'
import type { PrefixTable } from '../prefix-table.ts'
import { MOST_TUPLES, TUPLE_INTERVAL_US } from './defaults.ts'
import type { FlowTuple } from './flow-tuple.ts'

/** What Corsaro writes where nothing is known. */
const UNKNOWN = '??'
const TCP_HEADER_BYTES = 20

/** Counts packets that agree in everything a flow tuple says, interval by interval. IPv4 only, as the format has it. */
export class FlowTuples {
  readonly #geo: Geo
  readonly #space: PrefixTable | null
  readonly #most: number
  #tuples = new Map<string, FlowTuple>()
  #interval = -Infinity
  /** Packets of IPv6, and those without a time, which the format cannot say. */
  leftOut = 0

  constructor(geo: Geo, space: PrefixTable | null, most = MOST_TUPLES) {
    this.#geo = geo
    this.#space = space
    this.#most = most
  }

  /** Takes decoded packets in the order of time. @returns the tuples of intervals that are over */
  accept(batch: PacketBatch): FlowTuple[] {
    const done: FlowTuple[] = []
    for (let row = 0; row < batch.count; row++) {
      if (batch.version[row] === 0 || (this.#space !== null && batch.version[row] === 4 && this.#space.find4(batch.destination[row]!) < 0)) continue
      const time = batch.time[row]!
      if (batch.version[row] === 6 || Number.isNaN(time)) {
        this.leftOut++
        continue
      }
      const interval = Math.max(this.#interval, Math.floor(time / TUPLE_INTERVAL_US))
      if (interval > this.#interval || this.#tuples.size >= this.#most) done.push(...this.take())
      this.#interval = interval
      this.#count(batch, row)
    }
    return done
  }

  /** The tuples counted now; begins again. */
  take(): MapIterator<FlowTuple> {
    const tuples = this.#tuples
    this.#tuples = new Map()
    return tuples.values()
  }

  #count(batch: PacketBatch, row: number): void {
    const protocol = batch.protocol[row]!
    const flags = protocol === PROTOCOL.tcp ? batch.tcpFlags[row]! : 0
    const isSyn = protocol === PROTOCOL.tcp && (flags & 0xff) === TCP_FLAG.syn
    const isIcmp = protocol === PROTOCOL.icmp
    const source = batch.source[row]!
    const destination = batch.destination[row]!
    const sourcePort = isIcmp ? batch.icmpType[row]! : batch.sourcePort[row]!
    const destinationPort = isIcmp ? batch.icmpCode[row]! : batch.destinationPort[row]!
    const length = isSyn ? TCP_HEADER_BYTES + batch.optionBytes[row]! : 0
    const window = isSyn ? batch.window[row]! : 0
    const isMasscan = isSyn && ((destination ^ destinationPort ^ batch.sequence[row]!) & 0xffff) === batch.ipId[row] ? 1 : 0
    const key = `${source},${destination},${sourcePort},${destinationPort},${protocol},${batch.ttl[row]},${flags},${batch.ipLength[row]},${length},${window},${isMasscan}`
    const known = this.#tuples.get(key)
    if (known !== undefined) {
      known.packet_cnt++
      return
    }
    const country = this.#geo.country(source)
    this.#tuples.set(key, {
      time: this.#interval * TUPLE_INTERVAL_US / SECOND_US,
      src_ip: source,
      dst_ip: destination,
      src_port: sourcePort,
      dst_port: destinationPort,
      protocol,
      ttl: batch.ttl[row]!,
      tcp_flags: flags & 0xff,
      ip_len: batch.ipLength[row]!,
      tcp_synlen: length,
      tcp_synwinlen: window,
      packet_cnt: 1,
      is_spoofed: isForged(batch, row) ? 1 : 0,
      is_masscan: isMasscan,
      maxmind_continent: (country === null ? null : continentOf(country)) ?? UNKNOWN,
      maxmind_country: country ?? UNKNOWN,
      // Nobody may share that database.
      netacq_continent: UNKNOWN,
      netacq_country: UNKNOWN,
      prefix2asn: this.#geo.system(source)?.number ?? 0,
    })
  }
}

/** What no host sends under its own address: from reserved, private or multicast addresses, from the destination itself, or without a port. */
function isForged(batch: PacketBatch, row: number): boolean {
  const source = batch.source[row]!
  const first = source >>> 24
  const isReserved = first === 0 || first === 10 || first === 127 || first >= 224 || source >>> 20 === 0xac1 || source >>> 16 === 0xc0a8 || source >>> 16 === 0xa9fe
  const protocol = batch.protocol[row]
  const hasPorts = (protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp) && (batch.fragment[row]! & FRAGMENT.later) === 0 && batch.malformed[row] === 0
  return isReserved || source === batch.destination[row] || (hasPorts && (batch.sourcePort[row] === 0 || batch.destinationPort[row] === 0))
}
