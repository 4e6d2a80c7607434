import { createCipheriv } from 'node:crypto'
import { parseAddress } from '../../query/address.ts'
import { formatAddress } from './format-address.ts'

/** Bytes of the key: half of it is AES's, half makes the padding. */
export const PAN_KEY_BYTES = 32

const BLOCK = 16

/**
 * Prefix-preserving pseudonyms of addresses: two that share their first n bits have pseudonyms that share their first n, and no more (Xu, Fan, Ammar, Moon: *Prefix-preserving
 * IP address anonymization*, ICNP 2002; Crypto-PAn). IPv4 and IPv6 alike; one address costs one call of AES with a block for each bit.
 */
export class CryptoPan {
  readonly #key: Buffer
  readonly #padding: Buffer
  readonly #known = new Map<string, string>()

  /** @param key of {@link PAN_KEY_BYTES} */
  constructor(key: Uint8Array) {
    if (key.length !== PAN_KEY_BYTES) throw new RangeError(`the key must have ${PAN_KEY_BYTES} bytes`)
    this.#key = Buffer.from(key.subarray(0, BLOCK))
    this.#padding = this.#encrypt(Buffer.from(key.subarray(BLOCK)))
  }

  /** The pseudonym of an address, as people write addresses; null for what is none. One mapped into IPv6 is that of IPv4. */
  pseudonym(text: string): string | null {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const address = parseAddress(text)
    if (address === null) return null
    const isIpv4 = address >> 32n === 0xffffn
    const made = formatAddress(isIpv4 ? this.map(address & 0xffffffffn, 32) : this.map(address, 128), isIpv4)
    if (this.#known.size >= KNOWN_MOST) this.#known.clear()
    this.#known.set(text, made)
    return made
  }

  /** The same of a number of so many bits: 32 or 128. */
  map(address: bigint, bits: 32 | 128): bigint {
    const bytes = Buffer.alloc(BLOCK)
    bytes.writeBigUInt64BE((bits === 32 ? address << 96n : address) >> 64n, 0)
    bytes.writeBigUInt64BE((bits === 32 ? address << 96n : address) & 0xffffffffffffffffn, 8)
    const blocks = Buffer.alloc(BLOCK * bits)
    for (let bit = 0; bit < bits; bit++) {
      // The first bits of the address, then those of the padding.
      const at = bit * BLOCK
      const whole = bit >> 3
      this.#padding.copy(blocks, at)
      bytes.copy(blocks, at, 0, whole)
      const mask = 0xff00 >> (bit & 7) & 0xff
      blocks[at + whole] = bytes[whole]! & mask | this.#padding[whole]! & ~mask
    }
    const encrypted = this.#encrypt(blocks)
    let change = 0n
    for (let bit = 0; bit < bits; bit++) change = change << 1n | BigInt(encrypted[bit * BLOCK]! >> 7)
    return address ^ change
  }

  #encrypt(blocks: Uint8Array): Buffer {
    const cipher = createCipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false)
    return Buffer.concat([cipher.update(blocks), cipher.final()])
  }
}

/** Pseudonyms that are kept: some megabytes. */
const KNOWN_MOST = 65_536
