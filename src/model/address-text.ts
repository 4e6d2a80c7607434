import { NOBODY } from './entities.ts'
import { shortIpv6 } from './short-ipv6.ts'

/** An address of one machine as people write it: IPv4 without leading zeros, IPv6 by RFC 5952, a mapped one as IPv4. Null when it is none, or nobody's (`0.0.0.0`, `::1`). */
export function addressText(text: string): string | null {
  const trimmed = text.trim()
  const address = trimmed.includes(':') ? shortIpv6(trimmed) : trimmed
  if (NOBODY.has(address)) return null
  return IPV4.test(address) || IPV6.test(address) ? address : null
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)
/** {@link shortIpv6} leaves what is no address as it is: eight groups, or fewer about one `::`, is what it writes. */
const IPV6 = /^(?=.*::|(?:[^:]*:){7}[^:]*$)(?!.*::.*::)(?!.*:::)(?:[0-9a-f]{1,4})?(?::(?:[0-9a-f]{1,4})?){2,7}$/
