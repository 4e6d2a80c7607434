/** Internet addresses as 128-bit numbers; IPv4 lies in `::ffff:0:0/96` (RFC 4291 §2.5.5.2), so that both compare. */
export interface Network {
  readonly address: bigint
  /** Bits of the 128 that must agree. */
  readonly prefix: number
}

/** `ffff:…:255.255.255.255`; anything longer, zone aside, is no address. */
const MAX_ADDRESS_LENGTH = 45
const MAPPED = 0xffffn << 32n
const BITS = 128

/** `10.0.0.0/8`, `2001:db8::/32`; bits after the prefix do not matter. Null when it is no network. */
export function parseNetwork(text: string): Network | null {
  const parts = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(text)
  if (parts === null) return null
  const [, address = '', length = ''] = parts
  const value = parseAddress(address)
  const bits = Number(length)
  if (value === null) return null
  if (address.includes(':')) return bits <= BITS ? { address: value, prefix: bits } : null
  return bits <= 32 ? { address: value, prefix: BITS - 32 + bits } : null
}

export function isInNetwork({ address, prefix }: Network, candidate: bigint): boolean {
  const rest = BigInt(BITS - prefix)
  return address >> rest === candidate >> rest
}

/** Dotted IPv4 without leading zeros, IPv6 in any notation of RFC 4291 §2.2, also in brackets and with a zone. Null when it is neither. */
export function parseAddress(text: string): bigint | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  const zone = bare.indexOf('%')
  const address = zone > 0 && bare.includes(':') ? bare.slice(0, zone) : bare
  if (address.length > MAX_ADDRESS_LENGTH) return null
  if (address.includes(':')) return parseIpv6(address)
  const value = parseIpv4(address)
  return value === null ? null : MAPPED | value
}

function parseIpv4(text: string): bigint | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let value = 0n
  for (const octet of octets) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null
    value = (value << 8n) | BigInt(octet)
  }
  return value
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head = '', tail] = halves
  const before = groupsOf(head, tail === undefined)
  const after = tail === undefined ? [] : groupsOf(tail, true)
  if (before === null || after === null) return null
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce((value, group) => (value << 16n) | group, 0n)
}

/** 16-bit groups; the last may be a dotted IPv4 address when it ends the text. */
function groupsOf(text: string, endsAddress: boolean): bigint[] | null {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (endsAddress && index === parts.length - 1 && part.includes('.')) {
      const value = parseIpv4(part)
      if (value === null) return null
      groups.push(value >> 16n, value & 0xffffn)
    } else if (/^[\da-f]{1,4}$/i.test(part)) {
      groups.push(BigInt(`0x${part}`))
    } else {
      return null
    }
  }
  return groups
}
