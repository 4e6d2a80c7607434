import { decodePackets } from '../packet/decode-packets.ts'
import { BATCH_ROWS } from '../packet/defaults.ts'
import { FRAGMENT, MALFORMED_KINDS, PROTOCOL, type PacketBatch } from '../packet/packet-batch.ts'
import type { AttackThresholds } from './defaults.ts'
import { SAMPLES_PER_SOURCE } from './defaults.ts'
import { isBackscatter, isIcmpError, isProbe, KIND, kindOf } from './kinds.ts'
import { MARK } from './marks.ts'
import type { Organisations } from './organisations.ts'
import { PortChanges } from './port-changes.ts'
import { PortPairs } from './port-pairs.ts'
import type { PrefixTable } from './prefix-table.ts'
import { newQuoted, readQuoted } from './quoted-packet.ts'
import { SamplePool } from './sample-pool.ts'
import { AT, ROW_DOUBLES, ROW_HALVES, ROW_WORDS, SOURCE_FLAG, SourceTable } from './source-table.ts'
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
}

const SYN = KIND['tcp-syn']
/** Packets whose sources are looked up together and then added to: 32 KB of rows, which stay in the first cache. */
const BLOCK = 512
const ZMAP_ID = 54_321
const NMAP_OPTION_BYTES = 4
const NMAP_WINDOWS: ReadonlySet<number> = new Set([1_024, 2_048, 3_072, 4_096])
/** A time to live that started at 255 is still above this: paths are shorter than 64 hops. */
const ZMAP_LEAST_TTL = 192

/**
 * Watches unused address space: reads packets in the order of time and keeps sums, none of them a flow. One pass finds each packet's
 * source, a second adds to it, so that the memory of several sources is waited for at once.
 */
export class Telescope {
  readonly sources: SourceTable
  readonly samples = new SamplePool()
  readonly targets: Targets
  readonly portChanges = new PortChanges()
  readonly warnings: Warnings | null
  readonly malformed = new Uint32Array(MALFORMED_KINDS.length)
  /** All packets, whatever they are. */
  packets = 0
  /** Packets that are not IP, or not for the watched space. */
  notWatched = 0
  /** Packets of sources for which there was no room. */
  unfollowed = 0
  from = Infinity
  to = -Infinity
  readonly #space: PrefixTable | null
  readonly #organisations: Organisations | null
  readonly #rows = new Int32Array(BATCH_ROWS)
  /** 1 for packets of IPv4 that are watched. */
  readonly #wanted = new Uint8Array(BATCH_ROWS)
  readonly #newHosts = new PortPairs()
  readonly #quoted = newQuoted()
  #now = 0

  constructor({ space = null, organisations, attackThresholds, sourceLimit }: TelescopeOptions = {}) {
    this.sources = new SourceTable(sourceLimit)
    this.targets = new Targets(attackThresholds)
    this.#space = space
    this.#organisations = organisations ?? null
    this.warnings = organisations === undefined ? null : new Warnings(organisations)
  }

  /** Takes the packets of a batch as the reader framed it. */
  accept(batch: PacketBatch): void {
    // A tunnel into watched space is what somebody sent there; one elsewhere carries what a router mirrors.
    decodePackets(batch, { opensTunnel: (each, row) => !this.#isWatched(each, row) })
    this.packets += batch.count
    for (let from = 0; from < batch.count; from += BLOCK) {
      const to = Math.min(batch.count, from + BLOCK)
      this.#find(batch, from, to)
      this.#add(batch, from, to)
    }
  }

  #isWatched(batch: PacketBatch, row: number): boolean {
    if (this.#space === null) return true
    return (batch.version[row] === 4 ? this.#space.find4(batch.destination[row]!) : this.#space.find6(batch.destination6, 4 * row)) >= 0
  }

  /** The row of each packet's source; -1 where there is none. */
  #find(batch: PacketBatch, from: number, to: number): void {
    const { index } = this.sources
    const rows = this.#rows
    const wanted = this.#wanted
    const { version, malformed, source, source6 } = batch
    const all = this.#space === null
    for (let packet = from; packet < to; packet++) {
      if (malformed[packet] !== 0) this.malformed[malformed[packet]!]!++
      const isWanted = version[packet] !== 0 && (all || this.#isWatched(batch, packet))
      wanted[packet] = isWanted && version[packet] === 4 ? 1 : 0
      if (isWanted && version[packet] === 6) rows[packet] = index.row6(source6, 4 * packet)
      else rows[packet] = -1
      if (!isWanted) this.notWatched++
    }
    index.rows4(source, wanted, from, to, rows)
    this.sources.follow()
  }

  #add(batch: PacketBatch, from: number, to: number): void {
    const { words, doubles, halves, bytes } = this.sources
    const rows = this.#rows
    for (let packet = from; packet < to; packet++) {
      const stamp = batch.time[packet]!
      const time = Number.isNaN(stamp) ? this.#now : stamp
      if (time < this.from) this.from = time
      if (time > this.to) this.to = time
      this.#now = time
      const row = rows[packet]!
      if (row < 0) {
        if (batch.version[packet] !== 0 && this.#wanted[packet] === 1) this.unfollowed++
        continue
      }
      if (this.portChanges.isLater(time)) {
        this.portChanges.advance(time)
        this.#newHosts.clear()
      }
      const word = row * ROW_WORDS
      const double = row * ROW_DOUBLES
      const byte = word * 4
      const ttl = batch.ttl[packet]!
      if (words[word + AT.wordPackets]!++ === 0) {
        doubles[double + AT.doubleFirst] = time
        doubles[double + AT.doubleLast] = time
        bytes[byte + AT.byteLeastTtl] = ttl
        bytes[byte + AT.byteMostTtl] = ttl
      } else {
        if (time > doubles[double + AT.doubleLast]!) doubles[double + AT.doubleLast] = time
        else if (time < doubles[double + AT.doubleFirst]!) doubles[double + AT.doubleFirst] = time
        if (ttl < bytes[byte + AT.byteLeastTtl]!) bytes[byte + AT.byteLeastTtl] = ttl
        else if (ttl > bytes[byte + AT.byteMostTtl]!) bytes[byte + AT.byteMostTtl] = ttl
      }
      const destination = batch.destination[packet]!
      halves[word * 2 + AT.halfTargets]! |= 1 << (Math.imul(destination, 0x9e3779b1) >>> 28)
      const kind = kindOf(batch, packet)
      words[word + AT.wordKinds]! |= 1 << kind
      if (kind === SYN) this.#syn(batch, packet, row)
      if (isProbe(kind)) this.#countPort(row, batch.destinationPort[packet]!)
      if (isBackscatter(kind)) this.#answer(batch, packet, time)
      else this.#mark(batch, packet, byte, kind)
      if (this.warnings !== null && !isBackscatter(kind)) this.#warn(this.warnings, batch, packet, row, time)
    }
  }

  /** The marks that any probe may carry. */
  #mark(batch: PacketBatch, packet: number, byte: number, kind: number): void {
    const { bytes } = this.sources
    if (batch.ipId[packet] === ZMAP_ID && batch.version[packet] === 4) hit(bytes, byte + AT.byteMarks + MARK.zmap)
    if (batch.protocol[packet] !== PROTOCOL.udp || batch.payloadLength[packet] === 0) return
    const mark = udpPayloadMark(batch, packet, kind)
    if (mark !== null) hit(bytes, byte + AT.byteMarks + MARK[mark])
  }

  /** The marks of SYNs, some of them between this one and the source's last; and the samples for unknown ones. IPv6 has no such tool yet. */
  #syn(batch: PacketBatch, packet: number, row: number): void {
    if (batch.version[packet] !== 4) return
    const { words, bytes, halves } = this.sources
    const word = row * ROW_WORDS
    const byte = word * 4
    const marks = byte + AT.byteMarks
    const sequence = batch.sequence[packet]!
    const destination = batch.destination[packet]!
    const port = batch.destinationPort[packet]!
    const sourcePort = batch.sourcePort[packet]!
    const id = batch.ipId[packet]!
    const windowSize = batch.window[packet]!
    const optionBytes = batch.optionBytes[packet]!
    const isMirai = sequence === destination
    const isMasscan = ((destination ^ port ^ sequence) & 0xffff) === id
    if (isMasscan) hit(bytes, marks + MARK.masscan)
    if (isMirai) hit(bytes, marks + MARK.mirai)
    const isFragmentable = (batch.fragment[packet]! & FRAGMENT.dontFragment) === 0
    if (windowSize === 65_535 && isFragmentable && batch.ttl[packet]! > ZMAP_LEAST_TTL && id !== ZMAP_ID) hit(bytes, marks + MARK['zmap-like'])
    const ports = ((port << 16) | sourcePort) >>> 0
    const flags = bytes[byte + AT.byteFlags]!
    if ((flags & SOURCE_FLAG.syn) !== 0 && !isMirai) {
      const lastSequence = words[word + AT.wordSequence]!
      const changed = sequence ^ lastSequence
      if (changed !== 0) {
        if (changed >>> 16 === (changed & 0xffff) && optionBytes === NMAP_OPTION_BYTES && NMAP_WINDOWS.has(windowSize)
          && sequence >>> 16 !== (sequence & 0xffff)) {
          hit(bytes, marks + MARK.nmap)
          // nmap counts its attempts in eight bits: with the other eight unchanged too, chance hits once in 2²⁴, and the two packets suffice.
          if ((changed & 0xff00) === 0) hit(bytes, marks + MARK.nmap)
        }
        // With one pair of ports it would be any tool that derives the sequence number from the destination.
        const otherPorts = ports ^ words[word + AT.wordPorts]!
        if (otherPorts !== 0) {
          const otherTarget = destination ^ words[word + AT.wordTarget]!
          const rest = changed ^ otherPorts
          if (rest !== 0 && (rest === (otherTarget | 0) || rest === swapped(otherTarget))) hit(bytes, marks + MARK.unicornscan)
        }
      }
    }
    words[word + AT.wordSequence] = sequence
    words[word + AT.wordTarget] = destination
    words[word + AT.wordPorts] = ports
    if ((flags & SOURCE_FLAG.syn) === 0) {
      bytes[byte + AT.byteFlags] = flags | SOURCE_FLAG.syn
      halves[row * ROW_HALVES + AT.halfTemplate] = Math.imul(windowSize * 64 + optionBytes, 0x9e3779b1) >>> 16
    }
    // What a known tool sent says nothing of an unknown one.
    if (isMirai || isMasscan || id === ZMAP_ID) return
    const sample = bytes[byte + AT.byteSamples]!
    if (sample < SAMPLES_PER_SOURCE) {
      const kept = this.samples.put(row, sample, destination, sequence, (id << 16) | sourcePort, (port << 16) | windowSize, batch.acknowledgement[packet]!)
      bytes[byte + AT.byteSamples] = kept ? sample + 1 : SAMPLES_PER_SOURCE + 1
    }
  }

  /** Packets and hosts by port. The first two ports of a source stand in its row, with whether they were counted in this sample. */
  #countPort(row: number, port: number): void {
    const { halves, bytes, pairs } = this.sources
    const half = row * ROW_HALVES
    const flagsAt = row * ROW_WORDS * 4 + AT.byteFlags
    const sample = this.portChanges.sample & 0xffff
    this.portChanges.countPacket(port)
    if (halves[half + AT.halfSample] !== sample) {
      halves[half + AT.halfSample] = sample
      bytes[flagsAt]! &= ~(SOURCE_FLAG.firstPortCounted | SOURCE_FLAG.secondPortCounted)
    }
    const ports = halves[half + AT.halfPortCount]!
    let counted: number
    if (ports === 0 || halves[half + AT.halfFirstPort] === port) {
      counted = SOURCE_FLAG.firstPortCounted
      if (ports === 0) halves[half + AT.halfFirstPort] = port
    } else if (ports === 1 || halves[half + AT.halfSecondPort] === port) {
      counted = SOURCE_FLAG.secondPortCounted
      if (ports === 1) halves[half + AT.halfSecondPort] = port
    } else {
      if (this.#newHosts.add(row, port, 0)) this.portChanges.countHost(port)
      if (pairs.add(row, port, ports)) halves[half + AT.halfPortCount] = ports + 1
      return
    }
    if (ports === 0 || (ports === 1 && counted === SOURCE_FLAG.secondPortCounted)) halves[half + AT.halfPortCount] = ports + 1
    if ((bytes[flagsAt]! & counted) !== 0) return
    bytes[flagsAt]! |= counted
    this.portChanges.countHost(port)
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
    this.warnings?.backscatter(version === 4 ? address : words, isError || batch.sourcePort[packet] === 0 ? null : batch.sourcePort[packet]!, time)
  }

  #warn(warnings: Warnings, batch: PacketBatch, packet: number, row: number, time: number): void {
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
    warnings.probe(member, owner, row, { address: index.text(row), time, port: batch.destinationPort[packet]! })
  }
}

function hit(bytes: Uint8Array, at: number): void {
  if (bytes[at]! < 255) bytes[at]!++
}

/** The same four bytes in the other order: some tools compare numbers as the network and as the machine writes them. */
function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
