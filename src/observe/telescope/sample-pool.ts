import { SAMPLED_SOURCES, SAMPLES_PER_SOURCE } from './defaults.ts'
import { largerCapacity, longerUint32 } from './larger-capacity.ts'

/** Words of one sampled SYN: destination, sequence, id · 2¹⁶ + source port, destination port · 2¹⁶ + window, acknowledgement. */
export const SAMPLE_WORDS = 5
const SAMPLED_WORDS_PER_SOURCE = SAMPLE_WORDS * SAMPLES_PER_SOURCE

/** The headers of the first SYNs of the first sources, from which unknown tools are found. */
export class SamplePool {
  #words = new Uint32Array(1_024 * SAMPLED_WORDS_PER_SOURCE)

  /** Keeps a SYN as the given sample of a source's row; false when the row is beyond what is kept. */
  put(row: number, sample: number, destination: number, sequence: number, idAndPort: number, portAndWindow: number, acknowledgement: number): boolean {
    if (row >= SAMPLED_SOURCES) return false
    let at = row * SAMPLED_WORDS_PER_SOURCE
    while (at >= this.#words.length) {
      this.#words = longerUint32(this.#words, largerCapacity(this.#words.length / SAMPLED_WORDS_PER_SOURCE, SAMPLED_SOURCES) * SAMPLED_WORDS_PER_SOURCE)
    }
    at += sample * SAMPLE_WORDS
    this.#words[at] = destination
    this.#words[at + 1] = sequence
    this.#words[at + 2] = idAndPort
    this.#words[at + 3] = portAndWindow
    this.#words[at + 4] = acknowledgement
    return true
  }

  /** The words of all samples, and where those of a row begin. */
  get words(): Uint32Array {
    return this.#words
  }

  start(row: number): number {
    return row * SAMPLED_WORDS_PER_SOURCE
  }
}
