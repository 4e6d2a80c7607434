import type { UnpackLimits } from './defaults.ts'
import { EvidenceReadError } from './read-error.ts'

/** Stops a decompressor whose output is out of all proportion to its input. */
export class RatioGuard {
  #limits: UnpackLimits
  #output = 0

  constructor(limits: UnpackLimits) {
    this.#limits = limits
  }

  /** @throws EvidenceReadError @param consumed compressed bytes used so far, those of this output included */
  count(outputBytes: number, consumed: number): void {
    this.#output += outputBytes
    const { ratio, ratioFreeBytes } = this.#limits
    if (this.#output > ratioFreeBytes && this.#output > ratio * consumed) {
      const measured = `${this.#output} bytes from ${consumed}, more than ${ratio} to 1`
      throw new EvidenceReadError(`looks like a decompression bomb: ${measured}; not read further`)
    }
  }
}
