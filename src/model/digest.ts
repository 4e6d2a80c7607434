const MASK = (1n << 128n) - 1n

/** A set's fingerprint that does not depend on order: how many ids, and their sum modulo 2¹²⁸. */
export interface Digest {
  readonly count: number
  /** 32 hex digits. */
  readonly sum: string
}

/** Sums ids of 32 hex digits. Four 32-bit lanes in doubles: exact for up to 2²¹ ids between carries, which `add` settles in time. */
export class DigestSum {
  #count = 0
  #pending = 0
  #lanes = new Float64Array(4)
  #total = 0n

  add(id: string): void {
    for (let lane = 0; lane < 4; lane++) this.#lanes[lane]! += Number.parseInt(id.slice(lane * 8, lane * 8 + 8), 16)
    this.#count++
    if (++this.#pending === 1 << 20) this.#settle()
  }

  /** Adds ids of 16 bytes each, one after another. */
  addBytes(ids: Uint8Array): void {
    const lanes = this.#lanes
    for (let at = 0; at < ids.length; at += 16) {
      for (let lane = 0, from = at; lane < 4; lane++, from += 4) {
        lanes[lane]! += ids[from]! * 0x100_0000 + (ids[from + 1]! << 16 | ids[from + 2]! << 8 | ids[from + 3]!)
      }
      this.#count++
      if (++this.#pending === 1 << 20) this.#settle()
    }
  }

  merge(other: Digest): void {
    this.#count += other.count
    this.#total = (this.#total + BigInt(`0x${other.sum}`)) & MASK
  }

  digest(): Digest {
    this.#settle()
    return { count: this.#count, sum: this.#total.toString(16).padStart(32, '0') }
  }

  #settle(): void {
    let sum = 0n
    for (const lane of this.#lanes) sum = (sum << 32n) + BigInt(lane)
    this.#total = (this.#total + sum) & MASK
    this.#lanes.fill(0)
    this.#pending = 0
  }
}
