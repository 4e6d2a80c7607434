import { AddressIndex } from './address-index.ts'
import { MAX_SOURCES } from './defaults.ts'
import { largerCapacity } from './larger-capacity.ts'
import { PortPairs } from './port-pairs.ts'

/** Bytes of a source's state: one cache line, so that a packet costs one miss. */
const ROW_BYTES = 64
export const ROW_WORDS = ROW_BYTES / 4
export const ROW_DOUBLES = ROW_BYTES / 8
export const ROW_HALVES = ROW_BYTES / 2
const FIRST_ROWS = 4_096

/** Places in a row, in the unit of the view that the name begins with. */
export const AT = {
  wordPackets: 0,
  /** Bits by number of the kind. */
  wordKinds: 1,
  doubleFirst: 1,
  doubleLast: 2,
  /** Eight saturating counts, by number of the mark. */
  byteMarks: 24,
  /** Of the last SYN. */
  wordSequence: 8,
  wordTarget: 9,
  /** Its destination port · 2¹⁶ + its source port. */
  wordPorts: 10,
  /** A bit for each of 32 parts that a hash divides the destinations into. */
  wordTargets: 11,
  halfFirstPort: 24,
  halfSecondPort: 25,
  halfPortCount: 26,
  byteLeastTtl: 54,
  byteMostTtl: 55,
  /** Sample of ten minutes and port that were counted last. */
  halfSample: 28,
  halfSamplePort: 29,
  /** Window and options of the first SYN, hashed. */
  halfTemplate: 30,
  byteSamples: 62,
  byteFlags: 63,
} as const

/** Bits of `byteFlags`. */
export const SOURCE_FLAG = { sent: 1, syn: 2, memberKnown: 4, member: 8, manyPorts: 16 } as const

/** What is known of every source, 64 bytes each; views of one buffer, which moves when it grows. */
export class SourceTable {
  readonly index: AddressIndex
  readonly pairs: PortPairs
  readonly #limit: number
  words!: Uint32Array<ArrayBuffer>
  doubles!: Float64Array<ArrayBuffer>
  halves!: Uint16Array<ArrayBuffer>
  bytes!: Uint8Array<ArrayBuffer>

  constructor(limit = MAX_SOURCES) {
    this.#limit = limit
    this.index = new AddressIndex(limit)
    this.pairs = new PortPairs()
    this.#view(new ArrayBuffer(FIRST_ROWS * ROW_BYTES))
  }

  get count(): number {
    return this.index.count
  }

  /** Makes room for every row that the index has given. */
  reserve(): void {
    while (this.count * ROW_BYTES > this.bytes.length) {
      const old = this.bytes
      this.#view(new ArrayBuffer(largerCapacity(old.length / ROW_BYTES, this.#limit) * ROW_BYTES))
      this.bytes.set(old)
      old.buffer.transfer(0)
    }
  }

  /** Notes a destination port of a source. */
  addPort(row: number, port: number): void {
    const { halves } = this
    const at = row * ROW_HALVES
    const count = halves[at + AT.halfPortCount]!
    if (count > 0 && halves[at + AT.halfFirstPort] === port) return
    if (count > 1 && halves[at + AT.halfSecondPort] === port) return
    if (count > 1) {
      if (this.pairs.add(row, port, count)) halves[at + AT.halfPortCount] = count + 1
      return
    }
    halves[at + (count === 0 ? AT.halfFirstPort : AT.halfSecondPort)] = port
    halves[at + AT.halfPortCount] = count + 1
  }

  /** The ports noted, ascending. Valid after the pairs are sorted. */
  portsOf(row: number): number[] {
    const at = row * ROW_HALVES
    const count = this.halves[at + AT.halfPortCount]!
    const inline = [this.halves[at + AT.halfFirstPort]!, this.halves[at + AT.halfSecondPort]!].slice(0, count)
    return [...inline, ...(count > 2 ? this.pairs.portsOf(row) : [])].sort((a, b) => a - b)
  }

  #view(buffer: ArrayBuffer): void {
    this.words = new Uint32Array(buffer)
    this.doubles = new Float64Array(buffer)
    this.halves = new Uint16Array(buffer)
    this.bytes = new Uint8Array(buffer)
  }
}
