import { shortIpv6 } from '../../model/short-ipv6.ts'

/** An address as people write it. */
export function formatAddress(address: bigint, isIpv4: boolean): string {
  if (isIpv4) return [24n, 16n, 8n, 0n].map(shift => String(address >> shift & 0xffn)).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - 16 * index) & 0xffffn).toString(16))
  return shortIpv6(groups.join(':'))
}
