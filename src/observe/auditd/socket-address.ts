import { isIPv6 } from 'node:net'

export interface SocketAddress {
  readonly address: string
  readonly port: number
}

const AF_INET = 2
const AF_INET6 = 10

/** A `saddr`: a `struct sockaddr` in hexadecimal, its family in the host's order (little-endian assumed). Null for other families. */
export function readSocketAddress(hex: string): SocketAddress | null {
  if (!/^(?:[0-9A-F]{2}){8,64}$/i.test(hex)) return null
  const bytes = Buffer.from(hex, 'hex')
  const family = bytes.readUInt16LE(0)
  if (family === AF_INET) return { address: bytes.subarray(4, 8).join('.'), port: bytes.readUInt16BE(2) }
  if (family === AF_INET6 && bytes.length >= 24) return { address: ipv6(bytes.subarray(8, 24)), port: bytes.readUInt16BE(2) }
  return null
}

function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  const full = groups.join(':')
  const short = full.replace(/(?:^|:)0(?::0)+(?:$|:)/, '::')
  return isIPv6(short) ? short : full
}
