import { AddressIndex } from './address-index.ts'
import { MAX_SOURCES } from './defaults.ts'
import { PortPairs } from './port-pairs.ts'

/** Bytes of a source's state: one cache line, so that a packet costs one miss. */
const ROW_BYTES = 64
export const ROW_WORDS = ROW_BYTES / 4
export const ROW_DOUBLES = ROW_BYTES / 8
export const ROW_HALVES = ROW_BYTES / 2

/** Places in a row, in the unit of the view that the name begins with; the first word is the index's own. */
export const AT = {
  wordPackets: 1,
  doubleFirst: 1,
  doubleLast: 2,
  /** Eight saturating counts, by number of the mark. */
  byteMarks: 24,
  /** Bits by number of the kind. */
  wordKinds: 8,
  /** Of the last SYN. */
  wordSequence: 9,
  wordTarget: 10,
  /** Its destination port · 2¹⁶ + its source port. */
  wordPorts: 11,
  /** A bit for each of 16 parts that a hash divides the destinations into. */
  halfTargets: 24,
  halfFirstPort: 25,
  halfPortCount: 26,
  byteLeastTtl: 54,
  byteMostTtl: 55,
  /** Sample of ten minutes that was counted last. */
  halfSample: 28,
  halfSecondPort: 29,
  /** Window and options of the first SYN, hashed. */
  halfTemplate: 30,
  byteSamples: 62,
  byteFlags: 63,
} as const

/** Bits of `byteFlags`. */
export const SOURCE_FLAG = { syn: 1, memberKnown: 2, member: 4, firstPortCounted: 8, secondPortCounted: 16 } as const

/** What is known of every source, 64 bytes each; views of one buffer, which moves when it grows. */
export class SourceTable {
  readonly index: AddressIndex
  readonly pairs = new PortPairs()
  words: Uint32Array<ArrayBuffer>
  doubles: Float64Array<ArrayBuffer>
  halves: Uint16Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>

  constructor(limit = MAX_SOURCES) {
    this.index = new AddressIndex(limit, ROW_WORDS)
    const { words } = this.index
    this.words = words
    this.doubles = doublesOf(words)
    this.halves = halvesOf(words)
    this.bytes = bytesOf(words)
  }

  get count(): number {
    return this.index.count
  }

  /** Looks at the rows where they are now; to be called after sources were added. */
  follow(): void {
    const { words } = this.index
    if (words === this.words) return
    this.words = words
    this.doubles = doublesOf(words)
    this.halves = halvesOf(words)
    this.bytes = bytesOf(words)
  }

  /** The ports noted, ascending. */
  portsOf(row: number): number[] {
    const at = row * ROW_HALVES
    const count = this.halves[at + AT.halfPortCount]!
    if (count === 0) return []
    const inline = [this.halves[at + AT.halfFirstPort]!, this.halves[at + AT.halfSecondPort]!].slice(0, count)
    return [...inline, ...(count > 2 ? this.pairs.portsOf(row) : [])].sort((a, b) => a - b)
  }
}

function doublesOf({ buffer, byteOffset, length }: Uint32Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  return new Float64Array(buffer, byteOffset, length / 2)
}

function halvesOf({ buffer, byteOffset, length }: Uint32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  return new Uint16Array(buffer, byteOffset, length * 2)
}

function bytesOf({ buffer, byteOffset, length }: Uint32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, length * 4)
}
