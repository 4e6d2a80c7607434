import { DAY_US } from '../../model/time.ts'
import { decodePackets } from '../packet/decode-packets.ts'
import { BATCH_ROWS } from '../packet/defaults.ts'
import { MALFORMED_KINDS, PROTOCOL, type PacketBatch } from '../packet/packet-batch.ts'
import { PortCounter } from './count-ports.ts'
import { countSources } from './count-sources.ts'
import type { AttackThresholds } from './defaults.ts'
import { isBackscatter, isIcmpError, KIND } from './kinds.ts'
import { hit, MARK } from './marks.ts'
import type { Organisations } from './organisations.ts'
import { PortChanges } from './port-changes.ts'
import type { PrefixTable } from './prefix-table.ts'
import { newQuoted, readQuoted } from './quoted-packet.ts'
import { SamplePool } from './sample-pool.ts'
import { AT, ROW_WORDS, SOURCE_FLAG, SourceTable } from './source-table.ts'
import { markSyns } from './syn-marks.ts'
import { Targets } from './targets.ts'
import { udpPayloadMark } from './udp-payload-mark.ts'
import { Warnings } from './warnings.ts'

export interface TelescopeOptions {
  /** The watched unused space; null: every destination is watched. */
  readonly space?: PrefixTable | null
  readonly organisations?: Organisations
  readonly attackThresholds?: AttackThresholds
  /** Most sources followed. */
  readonly sourceLimit?: number
  /** What watched until now: this one goes on with its series by port and what was attacked in the last day, but knows none of its sources. */
  readonly before?: Telescope
}

const SYN = KIND['tcp-syn']
/** Packets whose sources are looked up together and then added to: 16 KB of rows, which stay in the first cache. */
const BLOCK = 256

/**
 * Watches unused address space: reads packets in the order of time and keeps sums, none of them a flow. Over few packets at a time, one pass finds
 * their sources, so that the memory of many is waited for at once, and others add to them, each with the few columns that it needs.
 */
export class Telescope {
  readonly sources: SourceTable
  readonly samples = new SamplePool()
  readonly targets: Targets
  readonly portChanges: PortChanges
  readonly warnings: Warnings | null
  readonly malformed = new Uint32Array(MALFORMED_KINDS.length)
  /** All packets, whatever they are. */
  packets = 0
  /** Packets that are not IP, or not for the watched space. */
  notWatched = 0
  /** Packets of sources for which there was no room. */
  unfollowed = 0
  /** Of the batch accepted last: the row of each packet's source, -1 for those that are not watched or not followed; and its kind. */
  readonly rows = new Int32Array(BATCH_ROWS)
  readonly kinds = new Uint8Array(BATCH_ROWS)
  from = Infinity
  to = -Infinity
  readonly #space: PrefixTable | null
  readonly #organisations: Organisations | null
  /** 1 for packets of IPv4 that are watched. */
  readonly #wanted = new Uint8Array(BATCH_ROWS)
  readonly #ports: PortCounter
  readonly #quoted = newQuoted()
  #now = 0

  constructor({ space = null, organisations, attackThresholds, sourceLimit, before }: TelescopeOptions = {}) {
    this.portChanges = before?.portChanges ?? new PortChanges()
    if (before !== undefined) this.portChanges.forgetBefore(before.to - DAY_US)
    this.sources = new SourceTable(sourceLimit)
    this.#ports = new PortCounter(this.sources, this.portChanges)
    this.targets = before?.targets.renewed(before.to) ?? new Targets(attackThresholds)
    this.#space = space
    this.#organisations = organisations ?? null
    this.warnings = organisations === undefined ? null : new Warnings(organisations)
  }

  /** Takes the packets of a batch as the reader framed it. */
  accept(batch: PacketBatch): void {
    // A tunnel into watched space is what somebody sent there; one elsewhere carries what a router mirrors.
    decodePackets(batch, { opensTunnel: (each, row) => !this.#isWatched(each, row) })
    this.packets += batch.count
    this.#tellTime(batch)
    for (let from = 0; from < batch.count; from += BLOCK) {
      const to = Math.min(batch.count, from + BLOCK)
      this.#find(batch, from, to)
      const others = countSources(this.sources, batch, this.rows, this.kinds, from, to)
      markSyns(this.sources, this.samples, batch, this.rows, this.kinds, from, to)
      this.#ports.count(batch, this.rows, this.kinds, from, to)
      if (others > 0 || this.warnings !== null) this.#addOthers(batch, from, to)
    }
  }

  #isWatched(batch: PacketBatch, row: number): boolean {
    if (this.#space === null) return true
    return (batch.version[row] === 4 ? this.#space.find4(batch.destination[row]!) : this.#space.find6(batch.destination6, 4 * row)) >= 0
  }

  /** The row of each packet's source; -1 where there is none. */
  #find(batch: PacketBatch, from: number, to: number): void {
    const { index } = this.sources
    const rows = this.rows
    const wanted = this.#wanted
    const { version, malformed, source, source6 } = batch
    const all = this.#space === null
    let notWatched = 0
    for (let packet = from; packet < to; packet++) {
      if (malformed[packet] !== 0) this.malformed[malformed[packet]!]!++
      const isWanted = version[packet] !== 0 && (all || this.#isWatched(batch, packet))
      wanted[packet] = isWanted && version[packet] === 4 ? 1 : 0
      if (!isWanted) notWatched++
    }
    this.notWatched += notWatched
    const withoutRow = index.rows4(source, wanted, from, to, rows)
    for (let packet = from; packet < to && withoutRow > 0; packet++) {
      if (rows[packet]! >= 0) continue
      if (version[packet] === 6 && (all || this.#isWatched(batch, packet))) rows[packet] = index.row6(source6, 4 * packet)
      else if (wanted[packet] === 1) this.unfollowed++
    }
    this.sources.follow()
  }

  /** The span of time; a packet without one counts as of the one before it. */
  #tellTime(batch: PacketBatch): void {
    const { time, count } = batch
    let { from, to } = this
    let now = this.#now
    for (let packet = 0; packet < count; packet++) {
      const stamp = time[packet]!
      if (Number.isNaN(stamp)) time[packet] = now
      else now = stamp
      if (now < from) from = now
      if (now > to) to = now
    }
    this.from = from
    this.to = to
    this.#now = now
  }

  /** What only some packets need: answers, payloads, members. */
  #addOthers(batch: PacketBatch, from: number, to: number): void {
    const { bytes } = this.sources
    const rows = this.rows
    const kinds = this.kinds
    const { protocol, payloadLength } = batch
    const { warnings } = this
    for (let packet = from; packet < to; packet++) {
      const kind = kinds[packet]!
      if (kind === SYN && warnings === null) continue
      const row = rows[packet]!
      if (row < 0) continue
      if (isBackscatter(kind)) {
        this.#answer(batch, packet, batch.time[packet]!)
        continue
      }
      if (protocol[packet] === PROTOCOL.udp && payloadLength[packet] !== 0) {
        const mark = udpPayloadMark(batch, packet, kind)
        if (mark !== null) hit(bytes, row * ROW_WORDS * 4 + AT.byteMarks + MARK[mark])
      }
      if (warnings !== null) this.#warn(warnings, batch, packet, row)
    }
  }

  /** An answer tells of an attack on who sent it; an ICMP error of one on whom the quoted packet was for. */
  #answer(batch: PacketBatch, packet: number, time: number): void {
    const isError = batch.protocol[packet] !== PROTOCOL.tcp && batch.protocol[packet] !== PROTOCOL.udp && isIcmpError(batch, packet)
    const quoted = this.#quoted
    const quotedVersion = isError ? readQuoted(batch, packet, quoted) : 0
    const version = quotedVersion === 0 ? batch.version[packet] : quotedVersion
    const address = quotedVersion === 4 ? quoted.destination : batch.source[packet]!
    const words = quotedVersion === 6 ? quoted.destination6 : batch.source6.subarray(4 * packet, 4 * packet + 4)
    if (version === 4) this.targets.accept4(address, time)
    else this.targets.accept6(words, 0, time)
    this.warnings?.backscatter(version === 4 ? address : words, isError || batch.sourcePort[packet] === 0 ? null : batch.sourcePort[packet]!, batch, packet)
  }

  #warn(warnings: Warnings, batch: PacketBatch, packet: number, row: number): void {
    const organisations = this.#organisations
    if (organisations === null) return
    const { bytes, index } = this.sources
    const flagsAt = row * ROW_WORDS * 4 + AT.byteFlags
    const isWide = batch.version[packet] === 6
    const flags = bytes[flagsAt]!
    if ((flags & SOURCE_FLAG.memberKnown) !== 0 && (flags & SOURCE_FLAG.member) === 0) return
    const member = isWide ? organisations.used.find6(batch.source6, 4 * packet) : organisations.used.find4(batch.source[packet]!)
    bytes[flagsAt] = flags | SOURCE_FLAG.memberKnown | (member < 0 ? 0 : SOURCE_FLAG.member)
    if (member < 0) return
    const owner = isWide ? organisations.unused.find6(batch.destination6, 4 * packet) : organisations.unused.find4(batch.destination[packet]!)
    // Without a watched space, what goes to used addresses is ordinary traffic.
    if (owner < 0 && this.#space === null && (isWide ? organisations.used.find6(batch.destination6, 4 * packet) : organisations.used.find4(batch.destination[packet]!)) >= 0) return
    warnings.probe(member, owner, row, index.text(row), batch, packet)
  }
}
