import type { PacketBatch } from '../packet/packet-batch.ts'
import { isProbe } from './kinds.ts'
import type { PortChanges } from './port-changes.ts'
import { PortPairs } from './port-pairs.ts'
import { AT, ROW_HALVES, ROW_WORDS, SOURCE_FLAG, type SourceTable } from './source-table.ts'

/**
 * Packets and hosts by destination port of probes. The first two ports of a source stand in its row, with whether they were counted in this
 * sample of ten minutes; further ones in two sets.
 */
export class PortCounter {
  readonly #sources: SourceTable
  readonly #changes: PortChanges
  readonly #newHosts = new PortPairs()

  constructor(sources: SourceTable, changes: PortChanges) {
    this.#sources = sources
    this.#changes = changes
  }

  /** Takes the packets [from, to) in the order of time. */
  count(batch: PacketBatch, rows: Int32Array, kinds: Uint8Array, from: number, to: number): void {
    const changes = this.#changes
    const { packets } = changes
    const { halves, bytes } = this.#sources
    const { time, destinationPort } = batch
    let sample = changes.sample & 0xffff
    let end = changes.sampleEnd
    for (let packet = from; packet < to; packet++) {
      const row = rows[packet]!
      if (row < 0) continue
      if (time[packet]! >= end) {
        changes.advance(time[packet]!)
        sample = changes.sample & 0xffff
        end = changes.sampleEnd
        this.#newHosts.clear()
      }
      if (!isProbe(kinds[packet]!)) continue
      const port = destinationPort[packet]!
      packets[port]!++
      const half = row * ROW_HALVES
      const flagsAt = row * ROW_WORDS * 4 + AT.byteFlags
      // Nearly every packet: the source's first port, counted already.
      if (halves[half + AT.halfFirstPort] === port && halves[half + AT.halfSample] === sample
        && (bytes[flagsAt]! & SOURCE_FLAG.firstPortCounted) !== 0) continue
      this.#countHost(row, port, sample)
    }
  }

  #countHost(row: number, port: number, sample: number): void {
    const { halves, bytes, pairs } = this.#sources
    const changes = this.#changes
    const half = row * ROW_HALVES
    const flagsAt = row * ROW_WORDS * 4 + AT.byteFlags
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
      if (this.#newHosts.add(row, port, 0)) changes.countHost(port)
      if (pairs.add(row, port, ports)) halves[half + AT.halfPortCount] = ports + 1
      return
    }
    if (ports === 0 || (ports === 1 && counted === SOURCE_FLAG.secondPortCounted)) halves[half + AT.halfPortCount] = ports + 1
    if ((bytes[flagsAt]! & counted) !== 0) return
    bytes[flagsAt]! |= counted
    changes.countHost(port)
  }
}
