import { isInNetwork, parseAddress, parseNetwork, type Network } from '../../../query/address.ts'

/** `10.0.0.0/8`, `2001:db8::/32`, or one address without a slash. Bits beyond the prefix do not matter. Null when it is none of these. */
export function parseCidr(text: string): Network | null {
  return parseNetwork(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`)
}

/** An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 address it maps: Windows writes both for the same peer. */
export function holdsAddress(network: Network, text: string): boolean {
  const address = parseAddress(text.trim())
  return address !== null && isInNetwork(network, address)
}
