import type { Network } from '../../query/address.ts'

interface Entry {
  /** Four words; of IPv4 the last. */
  readonly words: readonly number[]
  /** Bits of the 128. */
  readonly prefix: number
  readonly value: number
}

const IPV4_BITS = 96

/** Which of many prefixes an address lies in; the longest wins, of equal ones the first. Values are numbers from 0. */
export class PrefixTable {
  /** Of IPv4 by the upper half of the address, longest first; most halves have none. */
  readonly #halves = new Map<number, Entry[]>()
  /** 1 where the half has an entry: one look tells most addresses. */
  readonly #isUsed = new Uint8Array(65_536)
  /** Of IPv4, those that hold several halves. */
  readonly #short: Entry[] = []
  readonly #wide: Entry[] = []
  readonly size: number

  constructor(entries: Iterable<{ readonly network: Network, readonly value: number }>) {
    const sorted = [...entries].sort((a, b) => b.network.prefix - a.network.prefix)
    this.size = sorted.length
    for (const { network: { address, prefix }, value } of sorted) {
      const words = [96n, 64n, 32n, 0n].map(shift => Number((address >> shift) & 0xffffffffn))
      const entry = { words, prefix, value }
      const isMapped = prefix >= IPV4_BITS && address >> 32n === 0xffffn
      if (!isMapped) this.#wide.push(entry)
      else this.#addHalves(entry)
    }
  }

  #addHalves(entry: Entry): void {
    const bits = entry.prefix - IPV4_BITS
    const first = (entry.words[3]! & maskOf(Math.min(bits, 16))) >>> 16
    if (bits < 16) {
      this.#short.push(entry)
      this.#isUsed.fill(1, first, first + 2 ** (16 - bits))
      return
    }
    const list = this.#halves.get(first)
    if (list === undefined) this.#halves.set(first, [entry])
    else list.push(entry)
    this.#isUsed[first] = 1
  }

  /** -1 when it lies in none. */
  find4(address: number): number {
    if (this.#isUsed[address >>> 16] === 0) return -1
    return longest4(this.#halves.get(address >>> 16) ?? [], address) ?? longest4(this.#short, address) ?? -1
  }

  find6(address: Uint32Array, at: number): number {
    for (const { words, prefix, value } of this.#wide) {
      let agrees = true
      for (let word = 0; word < 4 && agrees; word++) {
        const bits = Math.min(32, Math.max(0, prefix - 32 * word))
        agrees = ((address[at + word]! ^ words[word]!) & maskOf(bits)) === 0
      }
      if (agrees) return value
    }
    return -1
  }
}

/** The first of the entries, which are sorted, that holds the address. */
function longest4(entries: readonly Entry[], address: number): number | undefined {
  return entries.find(({ words, prefix }) => ((address ^ words[3]!) & maskOf(prefix - IPV4_BITS)) === 0)?.value
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : -1 << (32 - bits)
}
