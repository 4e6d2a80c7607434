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
  /** Of its first packet, in bytes of the capture. */
  offset = 0
  /** Events told of it. */
  told = 0
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
    if (this.#uid === '') this.#uid = uidOf(this)
    return this.#uid
  }
}

/** 96 bits of addresses, ports, protocol and time: enough to tell connections apart, at a tenth of what a cryptographic digest costs. */
function uidOf({ addresses, ports, protocol, first }: Flow): string {
  let uid = 'C'
  for (const start of [0x811c9dc5, 0x1b873593, 0x2545f491]) {
    let hash = mixed(mixed(start, protocol), ports[0] * 0x1_0000 + ports[1])
    for (const address of addresses) {
      if (typeof address === 'number') hash = mixed(hash, address)
      else for (const word of address) hash = mixed(hash, word)
    }
    hash = mixed(mixed(hash, first % 0x1_0000_0000), first / 0x1_0000_0000)
    uid += (hash >>> 0).toString(36)
  }
  return uid
}

/** Both steps can be undone, so that nothing is lost but by the 32 bits; the constants are those of MurmurHash3. */
function mixed(hash: number, value: number): number {
  const once = Math.imul(hash ^ value, 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}
