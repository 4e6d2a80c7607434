import { isIPv6 } from 'node:net'

/**
 * By what requests, tries and connections of one client are counted: an IPv4 address; of IPv6 the first 64 bits, since one client has a
 * whole network of them (RFC 6177 §2) and would otherwise begin anew with every address.
 */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address) || address === '::1') return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  // An IPv4 address at the end stands for two groups.
  const missing = 8 - groups.length - after.length - (after.at(-1)?.includes('.') === true ? 1 : 0)
  const all = tail === undefined ? groups : [...groups, ...Array.from({ length: missing }, () => '0'), ...after]
  return `${all.slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
