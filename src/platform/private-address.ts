import { BlockList, isIPv4, isIPv6 } from 'node:net'

const CLOSED = new BlockList()
/** Special-purpose networks that no fetch from the public net has a reason to reach (IANA registries; RFC 6890). */
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) CLOSED.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [['::', 96], ['2001::', 32], ['64:ff9b:1::', 48], ['100::', 64], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8]] as const) CLOSED.addSubnet(network, prefix, 'ipv6')

const LOCAL_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|in-addr\.arpa)\.?$|^(?:metadata|instance-data)$|^metadata\.(?:google|azure|oracle|tencentyun|packet|platformequinix)\.|\.(?:nip|sslip|xip)\.io$|localtest\.me$/i
const EMBEDDED = /^(?:::ffff:(?:0:)?|64:ff9b::|2002:)/

/**
 * Whether a host of a URL (as the WHATWG parser writes it, which turns decimal, octal and hexadecimal IPv4 into dots) lies inside one's own
 * network or is a cloud's metadata service. Names are not resolved: that is asked again of the address when it is connected to.
 */
export function isPrivateHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIPv4(bare)) return CLOSED.check(bare, 'ipv4')
  if (isIPv6(bare)) return CLOSED.check(bare, 'ipv6') || embeddedIpv4(bare).some(address => CLOSED.check(address, 'ipv4'))
  return LOCAL_NAME.test(bare) || /(?:^|[.-])(?:(?:127|10)(?:[.-]\d{1,3}){3}|(?:169[.-]254|192[.-]168|172[.-](?:1[6-9]|2\d|3[01]))(?:[.-]\d{1,3}){2})(?:[.-]|$)/.test(bare)
}

/** The IPv4 address that an IPv6 one carries: mapped, NAT64, 6to4. */
function embeddedIpv4(address: string): string[] {
  if (!EMBEDDED.test(address)) return []
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (dotted !== undefined) return [dotted]
  const groups = address.replace(EMBEDDED, '').split(':').filter(group => group !== '').map(group => Number.parseInt(group, 16))
  const [high, low] = address.startsWith('2002:') ? groups : groups.slice(-2)
  return high === undefined || low === undefined ? [] : [[high >> 8, high & 255, low >> 8, low & 255].join('.')]
}
