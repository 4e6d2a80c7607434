/**
 * A MAC address in one notation, `aa:bb:cc:dd:ee:ff`: from colons, hyphens, points (Cisco) or none, from octets without leading zeros, and
 * from a DHCP client identifier of Ethernet (RFC 2132 §9.14), which has a 1 before it. Null when it is none, or says that nothing is known.
 */
export function normaliseMac(text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  const parts = text.trim().toLowerCase().split(/[:-]/)
  const digits = parts.length === 1 ? parts[0]!.replaceAll('.', '') : parts.map(part => part.padStart(2, '0')).join('')
  const plain = /^01[0-9a-f]{12}$/.test(digits) ? digits.slice(2) : digits
  if (!/^[0-9a-f]{12}$/.test(plain) || plain === '000000000000' || plain === 'ffffffffffff') return null
  return plain.match(/../g)!.join(':')
}

/** Whether a machine made it up: phones do so for each network they join (IEEE 802c, the locally administered bit). */
export function isMadeUpMac(mac: string): boolean {
  return (parseInt(mac.slice(0, 2), 16) & 0b10) !== 0
}

/** Seven octets with separators, and blanks. */
const MAX_LENGTH = 24
