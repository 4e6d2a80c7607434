import { formatAddress } from '../telescope/format-address.ts'
import type { StreamAssembler } from './stream-assembler.ts'

/** An IPv4 address as its number, an IPv6 one as four words. */
export type Address = number | Uint32Array

/** The first sender of a flow is side 0. */
export type Side = 0 | 1

/** What one side of a flow has sent. */
export class FlowSide {
  packets = 0
  ipBytes = 0
  payloadBytes = 0
  /** The sequence number after the highest byte sent, and whether it is known. */
  next = 0
  started = false
  /** That of its first byte; -1 when its SYN was not seen. */
  initial = -1
  syn = false
  fin = false
  reset = false
  assembler: StreamAssembler | null = null
}

/** What reads the content of a flow. */
export interface ContentReader {
  /** Tells what is still to be told; the flow is over. */
  end(): void
}

/** One connection: packets of one protocol between two endpoints, until silence or its end. */
export class Flow {
  readonly protocol: number
  readonly addresses: readonly [Address, Address]
  readonly ports: readonly [number, number]
  readonly hash: number
  readonly sides: readonly [FlowSide, FlowSide] = [new FlowSide(), new FlowSide()]
  /** Microseconds since the epoch; NaN where the capture holds no time. */
  readonly first: number
  last: number
  /** The side that opened the connection, as far as that is known. */
  originator: Side
  /** Sequence number of the SYN that opened it; -1 when it was not seen. */
  initialSequence = -1
  closed = false
  service = ''
  reader: ContentReader | null = null
  /** Set where the content is of no known protocol, or is not wanted any more. */
  ignored = false
  missedBytes = 0
  #uid = ''

  /** Neighbours in the table: those of the same hash, and by time. */
  sameHash: Flow | null = null
  older: Flow | null = null
  newer: Flow | null = null

  constructor(protocol: number, addresses: readonly [Address, Address], ports: readonly [number, number], hash: number, first: number, originator: Side) {
    this.protocol = protocol
    this.addresses = addresses
    this.ports = ports
    this.hash = hash
    this.first = first
    this.last = first
    this.originator = originator
  }

  /** The same for the same connection of the same capture; in the form of Zeek's. */
  get uid(): string {
    if (this.#uid === '') this.#uid = uidOf(`${this.protocol} ${this.addresses.map(formatAddress).join(' ')} ${this.ports.join(' ')} ${this.first}`)
    return this.#uid
  }
}

/** 72 bits by FNV-1a over three starts: enough to tell connections apart, and a tenth of the time of a cryptographic digest. */
function uidOf(text: string): string {
  let uid = 'C'
  for (const start of [0x811c9dc5, 0x1b873593, 0x9e3779b9]) {
    let hash = start
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
    uid += ((hash ^ (hash >>> 13)) >>> 0).toString(36).padStart(7, '0').slice(-6)
  }
  return uid
}
