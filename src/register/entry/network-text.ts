import { addressText } from '../../model/address-text.ts'
import { shortIpv6 } from '../../model/short-ipv6.ts'
import { parseAddress, parseNetwork } from '../../query/address.ts'

/** A network in one notation, bits after the prefix cleared: `192.0.2.0/24`; of a lone address, the network of one. Null when it is none. */
export function networkText(text: string): string | null {
  const trimmed = text.trim()
  const found = parseNetwork(trimmed)
  if (found === null) {
    const address = addressText(trimmed)
    return address === null ? null : `${address}/${address.includes(':') ? 128 : 32}`
  }
  return formatNetwork(found.address, found.prefix, !trimmed.includes(':'))
}

/** The fewest networks that hold exactly the addresses from the first to the last; null when those are none, of two kinds, or in the wrong order. */
export function networksOfRange(first: string, last: string): string[] | null {
  const [from, to] = [parseAddress(first), parseAddress(last)]
  const isIpv4 = !first.includes(':')
  if (from === null || to === null || from > to || isIpv4 === last.includes(':')) return null
  const networks: string[] = []
  for (let at = from; at <= to;) {
    let size = at === 0n ? MOST_BITS : trailingZeros(at)
    while (at + (1n << BigInt(size)) - 1n > to) size--
    networks.push(formatNetwork(at, MOST_BITS - size, isIpv4))
    at += 1n << BigInt(size)
  }
  return networks
}

const MOST_BITS = 128
/** Bits before an IPv4 address in the 128 (RFC 4291 §2.5.5.2). */
const IPV4_OFFSET = 96

function formatNetwork(address: bigint, prefix: number, isIpv4: boolean): string {
  const free = BigInt(MOST_BITS - prefix)
  const base = (address >> free) << free
  if (isIpv4 || (prefix >= IPV4_OFFSET && base >> 32n === 0xffffn)) return `${[24n, 16n, 8n, 0n].map(shift => (base >> shift) & 0xffn).join('.')}/${Math.max(0, prefix - IPV4_OFFSET)}`
  const groups = Array.from({ length: 8 }, (_, index) => ((base >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  return `${shortIpv6(groups.join(':'))}/${prefix}`
}

function trailingZeros(value: bigint): number {
  let zeros = 0
  while (((value >> BigInt(zeros)) & 1n) === 0n) zeros++
  return zeros
}
