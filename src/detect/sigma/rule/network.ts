/** An address range: `bits` leading bits of `address` are fixed. IPv4 has 32-bit addresses, IPv6 128. */
export interface Network {
  readonly version: 4 | 6
  readonly address: bigint
  readonly bits: number
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address without a slash. Bits beyond the prefix are ignored. Null when it is none of these. */
export function parseNetwork(text: string): Network | null {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? []
  const parsed = parseAddress(address)
  if (parsed === null) return null
  const width = parsed.version === 4 ? 32 : 128
  const bits = prefix === undefined ? width : Number(prefix)
  return bits > width ? null : { ...parsed, bits }
}

/** An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 address it maps: Windows writes both for the same peer. */
export function isInNetwork(text: string, network: Network): boolean {
  const parsed = parseAddress(text.trim())
  if (parsed === null) return false
  const { version, address } = network.version === 4 ? unmapped(parsed) : parsed
  if (version !== network.version) return false
  const host = BigInt((version === 4 ? 32 : 128) - network.bits)
  return address >> host === network.address >> host
}

type Address = Omit<Network, 'bits'>

function unmapped(parsed: Address): Address {
  return parsed.version === 6 && parsed.address >> 32n === 0xffffn ? { version: 4, address: parsed.address & 0xffffffffn } : parsed
}

/** Longest textual IPv6 address with a zone. */
const MAX_ADDRESS_LENGTH = 128

function parseAddress(text: string): Address | null {
  if (text.length > MAX_ADDRESS_LENGTH) return null
  return text.includes(':') ? parseIpv6(text.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1')) : parseIpv4(text)
}

function parseIpv4(text: string): Address | null {
  const bytes = text.split('.')
  if (bytes.length !== 4 || !bytes.every(byte => /^\d{1,3}$/.test(byte) && Number(byte) <= 255)) return null
  return { version: 4, address: bytes.reduce((sum, byte) => sum << 8n | BigInt(byte), 0n) }
}

function parseIpv6(text: string): Address | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const last = dotted === null ? null : parseIpv4(dotted[2]!)
  if (dotted !== null && last === null) return null
  const plain = last === null ? text : `${dotted![1]}${(last.address >> 16n).toString(16)}:${(last.address & 0xffffn).toString(16)}`
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const [before = [], after = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - before.length - after.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return { version: 6, address: groups.reduce((sum, group) => sum << 16n | BigInt(`0x${group}`), 0n) }
}
