import { MAX_RPC_CONTEXTS } from '../defaults.ts'
import { dceRpcNames } from './dce-rpc-names.ts'

/** A call of a remote operation. */
export interface RpcCall {
  readonly endpoint: string
  readonly operation: string
}

/** Types of packets of DCE/RPC (C706, section 12.6; [MS-RPCE]). */
const REQUEST = 0
const BIND = 11
const ALTER_CONTEXT = 14

const HEADER_BYTES = 16

/** Whether bytes start with a packet of DCE/RPC, version 5, in the byte order that everybody uses. */
export function startsDceRpc(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && bytes[0] === 5 && bytes[1]! <= 1 && (bytes[2] === BIND || bytes[2] === ALTER_CONTEXT || bytes[2] === REQUEST)
    && bytes[4] === 0x10 && bytes[5] === 0 && lengthOf(bytes) >= HEADER_BYTES
}

/** Bytes of a packet, by its header. */
export function lengthOf(bytes: Uint8Array): number {
  return bytes[8]! | (bytes[9]! << 8)
}

/** What a client calls, one packet after another: which interface each of its contexts is bound to, and the operations asked of it. */
export class DceRpcCalls {
  readonly #contexts = new Map<number, string>()

  /** The call that one whole packet of the client is; null where it is none, or goes on with one. */
  accept(packet: Buffer): RpcCall | null {
    const type = packet[2]
    if (type === BIND || type === ALTER_CONTEXT) this.#bind(packet)
    const isFirst = (packet[3]! & 1) !== 0
    if (type !== REQUEST || !isFirst || packet.length < 24) return null
    const bound = this.#contexts.get(packet.readUInt16LE(20))
    return bound === undefined ? null : dceRpcNames(bound, packet.readUInt16LE(22))
  }

  /** A list of contexts, each with the interface and how its calls may be written. */
  #bind(packet: Buffer): void {
    if (packet.length < 28) return
    for (let at = 28, left = packet[24]!; left > 0 && at + 24 <= packet.length; left--) {
      if (this.#contexts.size < MAX_RPC_CONTEXTS) this.#contexts.set(packet.readUInt16LE(at), identifierAt(packet, at + 4))
      at += 24 + 20 * packet[at + 2]!
    }
  }
}

/** The first three parts in the sender's byte order, the last two as they stand. */
function identifierAt(packet: Buffer, at: number): string {
  const hex = (from: number, to: number) => packet.toString('hex', at + from, at + to)
  const number = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  return [number(packet.readUInt32LE(at), 8), number(packet.readUInt16LE(at + 4), 4), number(packet.readUInt16LE(at + 6), 4), hex(8, 10), hex(10, 16)].join('-')
}
