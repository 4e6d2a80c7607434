import { BlockList, isIP } from 'node:net'
import type { IsAllowed } from './place.ts'

/** Who may send: all when no network is named. @throws Error when one is none */
export function allowedBy(networks: readonly string[]): IsAllowed {
  if (networks.length === 0) return () => true
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) throw new Error(`"${network}" is no network`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return address => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
