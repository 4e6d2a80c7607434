import type { PacketBatch } from '../packet/packet-batch.ts'
import { KIND } from './kinds.ts'
import type { Mark } from './marks.ts'

/** Bytes of a SIP request in which its tool names itself. */
const SIP_BYTES = 512
const SIP_TOOLS = ['friendly-scanner', 'sipvicious', 'sundayddr', 'friendly-request']
const NETCORE_PORT = 53_413

/** The tool that a UDP payload names, as {@link MARKS} says; null when it names none. */
export function udpPayloadMark(batch: PacketBatch, row: number, kind: number): Mark | null {
  if (batch.destinationPort[row] === NETCORE_PORT) return isNetcore(batch, row) ? 'netcore' : null
  if (kind !== KIND['udp-sip']) return null
  const from = batch.payload[row]!
  const text = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + from, Math.min(batch.payloadLength[row]!, SIP_BYTES)).toString('latin1').toLowerCase()
  return SIP_TOOLS.some(tool => text.includes(tool)) ? 'sipvicious' : null
}

/** `AA`, two zeros, `AAAA`: the header that the back door asks for. */
function isNetcore({ bytes, payload, payloadLength }: PacketBatch, row: number): boolean {
  const at = payload[row]!
  return payloadLength[row]! >= 8 && [0x41, 0x41, 0, 0, 0x41, 0x41, 0x41, 0x41].every((byte, index) => bytes[at + index] === byte)
}
