/** `ffff:…:255.255.255.255`. */
const MAX_LENGTH = 45

/**
 * IPv6 as people write it (RFC 5952): short, without brackets and without the zone, which means something on one machine only; an IPv4
 * address mapped into it is that address. What is no address comes back in lower case.
 */
export function shortIpv6(text: string): string {
  const lower = text.toLowerCase()
  const bare = lower.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  if (bare.length > MAX_LENGTH || !/^[0-9a-f:.]+$/.test(bare)) return lower
  const short = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1)
  if (short === undefined) return lower
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short)
  return mapped === null ? short : mapped.slice(1).flatMap(octetsOf).join('.')
}

function octetsOf(group: string): number[] {
  const value = parseInt(group, 16)
  return [value >> 8, value & 0xff]
}
