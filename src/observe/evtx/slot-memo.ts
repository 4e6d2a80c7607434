import type { FieldValue } from '../../model/value.ts'

/** Shorter values are decoded as fast as they are compared, longer ones are seldom the same. */
const MIN_BYTES = 8
const MAX_BYTES = 1_024

/**
 * The values that the slots of one template had last, in one chunk. Most slots (computer, user, provider, image) hold what they held in the
 * record before; comparing bytes is several times cheaper than decoding them, and equal values are then one string.
 */
export class SlotMemo {
  readonly #types: number[] = []
  readonly #from: number[] = []
  readonly #sizes: number[] = []
  readonly #values: FieldValue[] = []

  /** The value, if the slot had the same type and the same bytes; else undefined. */
  recall(view: DataView, slot: number, type: number, from: number, sizeBytes: number): FieldValue | undefined {
    if (this.#sizes[slot] !== sizeBytes || this.#types[slot] !== type) return undefined
    return areEqual(view, this.#from[slot]!, from, sizeBytes) ? this.#values[slot] : undefined
  }

  keep(slot: number, type: number, from: number, sizeBytes: number, value: FieldValue): void {
    if (sizeBytes < MIN_BYTES || sizeBytes > MAX_BYTES) return
    this.#types[slot] = type
    this.#from[slot] = from
    this.#sizes[slot] = sizeBytes
    this.#values[slot] = value
  }
}

/** From the end, where values that differ mostly do: paths and account names begin alike. */
function areEqual(view: DataView, a: number, b: number, sizeBytes: number): boolean {
  let left = sizeBytes
  for (; left >= 4; left -= 4) if (view.getUint32(a + left - 4, true) !== view.getUint32(b + left - 4, true)) return false
  for (; left > 0; left--) if (view.getUint8(a + left - 1) !== view.getUint8(b + left - 1)) return false
  return true
}
