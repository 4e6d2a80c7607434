import { shortIpv6 } from '../../model/short-ipv6.ts'

/** An IPv4 address as its number, or an IPv6 one as four words, as people write it. */
export function formatAddress(address: number | Uint32Array): string {
  if (typeof address === 'number') return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
  const groups = Array.from(address, word => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`)
  return shortIpv6(groups.join(':'))
}
