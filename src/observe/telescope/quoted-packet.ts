import type { PacketBatch } from '../packet/packet-batch.ts'

/** Whose packet an ICMP error quotes: the destination of the quoted packet is whom somebody attacked in our name. */
export interface Quoted {
  destination: number
  readonly destination6: Uint32Array
}

export function newQuoted(): Quoted {
  return { destination: 0, destination6: new Uint32Array(4) }
}

/**
 * Reads the quoted IP header behind an ICMP error's own eight bytes (RFC 792; RFC 4443, section 2.4) into `quoted`.
 *
 * @returns its version, 4 or 6, or 0 when the quote cannot be read
 */
export function readQuoted(batch: PacketBatch, row: number, quoted: Quoted): number {
  const { bytes } = batch
  const at = batch.payload[row]!
  const length = batch.payloadLength[row]!
  const version = length === 0 ? 0 : bytes[at]! >> 4
  if (length < (version === 4 ? 20 : 40)) return 0
  if (version === 4) quoted.destination = word(bytes, at + 16)
  else if (version === 6) for (let index = 0; index < 4; index++) quoted.destination6[index] = word(bytes, at + 24 + 4 * index)
  return version === 4 || version === 6 ? version : 0
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}
