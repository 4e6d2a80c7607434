import { SAMPLED_SOURCES, SAMPLES_PER_SOURCE } from './defaults.ts'
import { largerCapacity, longerUint32 } from './larger-capacity.ts'

/** Words of one sampled SYN: the source's row, destination, sequence, id · 2¹⁶ + source port, destination port · 2¹⁶ + window, acknowledgement. */
const SAMPLE_WORDS = 6
const FIRST_SAMPLES = 4_096
const MAX_SAMPLES = SAMPLED_SOURCES * SAMPLES_PER_SOURCE

/**
 * The headers of the first SYNs of the first sources, from which unknown tools are found: in the order in which they came, so that keeping one touches no
 * memory that is far from the last.
 */
export class SamplePool {
  #words = new Uint32Array(FIRST_SAMPLES * SAMPLE_WORDS)
  #count = 0

  /** Keeps a SYN of a source's row; false when the row is beyond what is kept. At most {@link SAMPLES_PER_SOURCE} may be given of one. */
  put(row: number, destination: number, sequence: number, idAndPort: number, portAndWindow: number, acknowledgement: number): boolean {
    if (row >= SAMPLED_SOURCES) return false
    const at = this.#count++ * SAMPLE_WORDS
    if (at === this.#words.length) this.#words = longerUint32(this.#words, largerCapacity(at / SAMPLE_WORDS, MAX_SAMPLES) * SAMPLE_WORDS)
    const words = this.#words
    words[at] = row
    words[at + 1] = destination
    words[at + 2] = sequence
    words[at + 3] = idAndPort
    words[at + 4] = portAndWindow
    words[at + 5] = acknowledgement
    return true
  }

  /** The words of all samples. */
  get words(): Uint32Array {
    return this.#words
  }

  /** Where the samples of each row below `rows` begin in {@link words}, row after row, each row's in the order in which they came. */
  placesByRow(rows: number): RowPlaces {
    const words = this.#words
    const end = this.#count * SAMPLE_WORDS
    const starts = new Uint32Array(rows + 1)
    for (let at = 0; at < end; at += SAMPLE_WORDS) starts[words[at]! + 1]!++
    for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!
    const next = starts.slice(0, rows)
    const places = new Uint32Array(this.#count)
    for (let at = 0; at < end; at += SAMPLE_WORDS) places[next[words[at]!]!++] = at
    return { starts, places }
  }
}

/** The places of row `r` are `places` from `starts[r]` to `starts[r + 1]`. */
export interface RowPlaces {
  readonly starts: Uint32Array
  readonly places: Uint32Array
}
