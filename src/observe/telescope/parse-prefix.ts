import type { Network } from '../../query/address.ts'
import { parseAddress, parseNetwork } from '../../query/address.ts'

/** `192.0.2.0/24`, `2001:db8::/32`, or one address alone; null when it is neither. */
export function parsePrefix(text: string): Network | null {
  const network = parseNetwork(text.trim())
  if (network !== null) return network
  const address = parseAddress(text.trim())
  return address === null ? null : { address, prefix: 128 }
}
