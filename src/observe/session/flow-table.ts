import type { PacketBatch } from '../packet/packet-batch.ts'
import { PROTOCOL, TCP_FLAG } from '../packet/packet-batch.ts'
import { CLOSED_TIMEOUT_US, DATAGRAM_TIMEOUT_US, JUMP_BACK_US, MAX_FLOWS, TCP_TIMEOUT_US } from './defaults.ts'
import { Flow, type Address, type Side } from './flow.ts'
import { FlowQueue } from './flow-queue.ts'
import { icmpPorts } from './icmp-ports.ts'

export interface FlowTableOptions {
  readonly maxFlows?: number
  /** Told of each flow once, when silence, a new connection of the same endpoints, or want of room ends it. */
  onEnd(flow: Flow): void
}

/**
 * The connections that packets belong to, by the two endpoints and the protocol. Time is that of the packets. Memory is bounded by the number
 * of flows; a packet costs constant time.
 */
export class FlowTable {
  /** Flows ended for want of room. */
  evicted = 0
  /** The side that sent the packet last looked up. */
  side: Side = 0
  #count = 0
  #time = Number.NaN
  readonly #byHash = new Map<number, Flow>()
  readonly #datagrams = new FlowQueue()
  readonly #open = new FlowQueue()
  readonly #closed = new FlowQueue()
  readonly #maxFlows: number
  readonly #onEnd: (flow: Flow) => void

  constructor({ maxFlows = MAX_FLOWS, onEnd }: FlowTableOptions) {
    this.#maxFlows = maxFlows
    this.#onEnd = onEnd
  }

  /** The flow of a packet, begun where there is none. */
  find(batch: PacketBatch, row: number): Flow {
    const time = batch.time[row]!
    if (time < this.#time - JUMP_BACK_US) this.endAll()
    this.#time = time
    this.#expire(time)
    const protocol = batch.protocol[row]!
    const ports = portsOf(batch, row)
    const hash = hashOf(batch, row, ports)
    for (let flow = this.#byHash.get(hash) ?? null; flow !== null; flow = flow.sameHash) {
      if (flow.protocol !== protocol) continue
      const side = sideOf(flow, batch, row, ports)
      if (side === null) continue
      if (!this.#goesOn(flow, batch, row)) {
        this.#end(flow)
        break
      }
      this.side = side
      flow.last = time
      this.#queueOf(flow).renew(flow)
      return flow
    }
    return this.#begin(batch, row, ports, hash)
  }

  /** A TCP connection has ended in order or by reset: it need not be kept for long. */
  close(flow: Flow): void {
    if (flow.closed) return
    this.#open.remove(flow)
    flow.closed = true
    this.#closed.push(flow)
  }

  endAll(): void {
    for (const queue of [this.#datagrams, this.#open, this.#closed]) {
      while (queue.oldest !== null) this.#end(queue.oldest)
    }
  }

  #begin(batch: PacketBatch, row: number, ports: readonly [number, number], hash: number): Flow {
    if (this.#count >= this.#maxFlows) this.#evict()
    const flags = batch.tcpFlags[row]!
    const protocol = batch.protocol[row]!
    const addresses = [addressOf(batch, row, batch.source, batch.source6), addressOf(batch, row, batch.destination, batch.destination6)] as const
    const flow = new Flow(protocol, addresses, ports, hash, batch.time[row]!, originatorOf(protocol, flags, ports))
    if (protocol === PROTOCOL.tcp && (flags & (TCP_FLAG.syn | TCP_FLAG.ack)) === TCP_FLAG.syn) flow.initialSequence = batch.sequence[row]!
    flow.offset = batch.base + batch.start[row]!
    flow.sameHash = this.#byHash.get(hash) ?? null
    this.#byHash.set(hash, flow)
    this.#queueOf(flow).push(flow)
    this.#count++
    this.side = 0
    return flow
  }

  /** Not after long silence, and not where a new SYN opens another connection. */
  #goesOn(flow: Flow, batch: PacketBatch, row: number): boolean {
    if (Math.abs(batch.time[row]! - flow.last) > timeoutOf(flow)) return false
    if (flow.protocol !== PROTOCOL.tcp || (batch.tcpFlags[row]! & (TCP_FLAG.syn | TCP_FLAG.ack)) !== TCP_FLAG.syn) return true
    return flow.initialSequence === batch.sequence[row]! || (flow.initialSequence < 0 && !flow.closed && flow.sides[0].packets + flow.sides[1].packets < 2)
  }

  #expire(time: number): void {
    for (let { oldest } = this.#datagrams; oldest !== null && time - oldest.last > DATAGRAM_TIMEOUT_US; { oldest } = this.#datagrams) this.#end(oldest)
    for (let { oldest } = this.#open; oldest !== null && time - oldest.last > TCP_TIMEOUT_US; { oldest } = this.#open) this.#end(oldest)
    for (let { oldest } = this.#closed; oldest !== null && time - oldest.last > CLOSED_TIMEOUT_US; { oldest } = this.#closed) this.#end(oldest)
  }

  /** Closed ones first, then the kind whose oldest has been silent longest. */
  #evict(): void {
    const datagram = this.#datagrams.oldest
    const open = this.#open.oldest
    const oldest = this.#closed.oldest ?? (datagram !== null && open !== null ? (datagram.last < open.last ? datagram : open) : datagram ?? open)
    if (oldest === null) return
    this.evicted++
    this.#end(oldest)
  }

  #end(flow: Flow): void {
    this.#queueOf(flow).remove(flow)
    this.#count--
    const first = this.#byHash.get(flow.hash) ?? null
    if (first === flow) {
      if (flow.sameHash === null) this.#byHash.delete(flow.hash)
      else this.#byHash.set(flow.hash, flow.sameHash)
    } else {
      for (let other = first; other !== null; other = other.sameHash) {
        if (other.sameHash !== flow) continue
        other.sameHash = flow.sameHash
        break
      }
    }
    flow.sameHash = null
    this.#onEnd(flow)
  }

  #queueOf(flow: Flow): FlowQueue {
    return flow.protocol !== PROTOCOL.tcp ? this.#datagrams : flow.closed ? this.#closed : this.#open
  }
}

function timeoutOf(flow: Flow): number {
  return flow.protocol !== PROTOCOL.tcp ? DATAGRAM_TIMEOUT_US : flow.closed ? CLOSED_TIMEOUT_US : TCP_TIMEOUT_US
}

function portsOf(batch: PacketBatch, row: number): readonly [number, number] {
  const protocol = batch.protocol[row]!
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) return icmpPorts(protocol, batch.icmpType[row]!, batch.icmpCode[row]!)
  return [batch.sourcePort[row]!, batch.destinationPort[row]!]
}

/** Who opened it: the sender of a SYN; without one, whoever does not speak from a port of the system's, which servers use. */
function originatorOf(protocol: number, flags: number, [from, to]: readonly [number, number]): Side {
  if (protocol === PROTOCOL.tcp && (flags & TCP_FLAG.syn) !== 0) return (flags & TCP_FLAG.ack) === 0 ? 0 : 1
  if (protocol !== PROTOCOL.tcp && protocol !== PROTOCOL.udp) return 0
  return from < 1_024 && to >= 1_024 ? 1 : 0
}

function sideOf(flow: Flow, batch: PacketBatch, row: number, ports: readonly [number, number]): Side | null {
  if (flow.ports[0] === ports[0] && flow.ports[1] === ports[1] && isAddress(flow.addresses[0], batch, row, batch.source, batch.source6)
    && isAddress(flow.addresses[1], batch, row, batch.destination, batch.destination6)) return 0
  if (flow.ports[0] === ports[1] && flow.ports[1] === ports[0] && isAddress(flow.addresses[1], batch, row, batch.source, batch.source6)
    && isAddress(flow.addresses[0], batch, row, batch.destination, batch.destination6)) return 1
  return null
}

function addressOf(batch: PacketBatch, row: number, short: Uint32Array, long: Uint32Array): Address {
  return batch.version[row] === 4 ? short[row]! : long.slice(4 * row, 4 * row + 4)
}

function isAddress(address: Address, batch: PacketBatch, row: number, short: Uint32Array, long: Uint32Array): boolean {
  if (typeof address === 'number') return batch.version[row] === 4 && short[row] === address
  if (batch.version[row] !== 6) return false
  const at = 4 * row
  return address[0] === long[at] && address[1] === long[at + 1] && address[2] === long[at + 2] && address[3] === long[at + 3]
}

/** Other at each start, so that nobody can choose addresses that meet. The order of what is told does not depend on it. */
const SEED = (Math.random() * 0x1_0000_0000) | 0

/** The same for both directions. */
function hashOf(batch: PacketBatch, row: number, ports: readonly [number, number]): number {
  let from = batch.source[row]!
  let to = batch.destination[row]!
  if (batch.version[row] === 6) {
    const at = 4 * row
    from = mix(mix(mix(from, batch.source6[at]!), batch.source6[at + 1]!), batch.source6[at + 2]!)
    to = mix(mix(mix(to, batch.destination6[at]!), batch.destination6[at + 1]!), batch.destination6[at + 2]!)
  }
  return (mix(mix(SEED, from), ports[0]) + mix(mix(SEED, to), ports[1]) + batch.protocol[row]!) | 0
}

function mix(hash: number, value: number): number {
  let next = Math.imul(hash ^ value, 0x9e3779b1)
  next = Math.imul(next ^ (next >>> 15), 0x85ebca77)
  return next ^ (next >>> 13)
}
