import type { Network } from '../../../query/address.ts'
import { parseNetwork } from '../../../query/address.ts'
import type { Random } from './random.ts'

/** An IPv4 prefix as a range of numbers. */
export interface Range {
  readonly first: number
  readonly size: number
}

export function rangeOf(prefix: string): Range {
  const { address, prefix: bits } = parseNetwork(prefix) as Network
  const size = 2 ** (128 - bits)
  const last = Number(address & 0xffffffffn)
  return { first: last - last % size, size }
}

export function isInRange({ first, size }: Range, address: number): boolean {
  return address >= first && address < first + size
}

/** Hands out addresses of the internet, each once, none of them special or taken. */
export class AddressPool {
  readonly #given = new Set<number>()
  readonly #taken: readonly Range[]

  constructor(taken: readonly Range[]) {
    this.#taken = taken
  }

  /** An address that nobody else has. */
  take(random: Random): number {
    for (;;) {
      const address = random.word()
      const first = address >>> 24
      const isSpecial = first === 0 || first === 10 || first === 127 || first >= 224
      if (isSpecial || this.#given.has(address) || this.#taken.some(range => isInRange(range, address))) continue
      this.#given.add(address)
      return address
    }
  }

  /** One of a range that nobody else has; any one when all are given. */
  takeFrom({ first, size }: Range, random: Random): number {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const address = first + random.below(size)
      if (this.#given.has(address)) continue
      this.#given.add(address)
      return address
    }
    return first
  }
}
