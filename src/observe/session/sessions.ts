import { decodePackets } from '../packet/decode-packets.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
import { FRAGMENT, PROTOCOL, TCP_FLAG } from '../packet/packet-batch.ts'
import { ByteBudget } from './byte-budget.ts'
import { connectionEvent } from './connection-event.ts'
import { CONTENT_BYTES } from './defaults.ts'
import type { Flow, FlowSide, Side } from './flow.ts'
import { FlowTable } from './flow-table.ts'
import type { SessionEvent } from './session-event.ts'
import type { SessionContext } from './stream-protocol.ts'
import { TcpContent } from './tcp-content.ts'
import { UdpContent } from './udp-content.ts'

/** What one run has seen. */
export interface SessionCounts {
  readonly packets: number
  /** Not IP, or later fragments, which name no ports. */
  readonly unassigned: number
  /** Connections told early, for want of room. */
  readonly evicted: number
  /** Bytes of content held back now. */
  readonly heldBytes: number
}

export interface SessionsOptions {
  readonly maxFlows?: number
  readonly contentBytes?: number
  /** Takes the events as they come to an end, with the connection they are about. */
  emit(event: SessionEvent, flow: Flow): void
}

/** Turns packets into what Zeek would log of their connections. Memory is bounded whatever comes; nothing is thrown for content. */
export class Sessions {
  readonly #table: FlowTable
  readonly #budget: ByteBudget
  readonly #emit: SessionsOptions['emit']
  readonly #contentBytes: number
  #packets = 0
  #unassigned = 0

  constructor({ maxFlows, contentBytes = CONTENT_BYTES, emit }: SessionsOptions) {
    this.#contentBytes = contentBytes
    this.#budget = new ByteBudget(contentBytes)
    this.#emit = emit
    this.#table = new FlowTable({ onEnd: flow => this.#tell(flow), ...(maxFlows !== undefined && { maxFlows }) })
  }

  get counts(): SessionCounts {
    return { packets: this.#packets, unassigned: this.#unassigned, evicted: this.#table.evicted, heldBytes: this.#contentBytes - this.#budget.left }
  }

  accept(batch: PacketBatch): void {
    decodePackets(batch)
    this.#packets += batch.count
    for (let row = 0; row < batch.count; row++) {
      if (batch.version[row] === 0 || (batch.fragment[row]! & FRAGMENT.later) !== 0) this.#unassigned++
      else this.#acceptPacket(batch, row)
    }
  }

  /** The input is over: tells all connections that are still open. */
  end(): void {
    this.#table.endAll()
  }

  #acceptPacket(batch: PacketBatch, row: number): void {
    const table = this.#table
    const flow = table.find(batch, row)
    const { side: number } = table
    const side = flow.sides[number]
    side.packets++
    side.ipBytes += batch.ipLength[row]!
    const length = sentBytes(batch, row)
    if (flow.protocol !== PROTOCOL.tcp) {
      side.payloadBytes += length
      if (!flow.ignored && flow.protocol === PROTOCOL.udp) this.#readDatagram(flow, number, batch, row)
      return
    }
    const flags = batch.tcpFlags[row]!
    const sequence = batch.sequence[row]!
    const first = (flags & TCP_FLAG.syn) === 0 ? sequence : (sequence + 1) >>> 0
    if (length > 0) countStream(side, first, length)
    if ((flags & (TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst)) !== 0) this.#takeFlags(flow, side, flags, first)
    const payloadLength = batch.payloadLength[row]!
    if (payloadLength > 0 && !flow.ignored) {
      flow.reader ??= new TcpContent(flow, this.#contextOf(flow))
      if (flow.reader instanceof TcpContent) {
        const at = batch.payload[row]!
        flow.reader.accept(number, first, batch.bytes.subarray(at, at + payloadLength), batch.time[row]!)
      }
    }
    if (flow.sides[0].reset || flow.sides[1].reset || (flow.sides[0].fin && flow.sides[1].fin)) table.close(flow)
  }

  #takeFlags(flow: Flow, side: FlowSide, flags: number, first: number): void {
    if ((flags & TCP_FLAG.syn) !== 0) {
      side.syn = true
      side.started = true
      side.next = first
      side.initial = first
    }
    if ((flags & TCP_FLAG.fin) !== 0) side.fin = true
    if ((flags & TCP_FLAG.rst) !== 0) side.reset = true
  }

  #readDatagram(flow: Flow, number: Side, batch: PacketBatch, row: number): void {
    const at = batch.payload[row]!
    const datagram = batch.bytes.subarray(at, at + batch.payloadLength[row]!)
    flow.reader ??= new UdpContent(flow, datagram, this.#contextOf(flow))
    if (flow.reader instanceof UdpContent) flow.reader.accept(number, datagram, batch.time[row]!)
  }

  #tell(flow: Flow): void {
    flow.reader?.end()
    this.#emit(connectionEvent(flow), flow)
  }

  #contextOf(flow: Flow): SessionContext {
    return { budget: this.#budget, emit: event => this.#emit(event, flow) }
  }
}

/** Bytes of payload on the wire, of which the capture may have kept less. */
function sentBytes(batch: PacketBatch, row: number): number {
  const kept = batch.payloadLength[row]!
  const missing = batch.wireLength[row]! - batch.capturedLength[row]!
  const isCut = missing > 0 && batch.payload[row]! + kept === batch.start[row]! + batch.capturedLength[row]!
  return isCut && batch.payload[row] !== 0 ? kept + missing : kept
}

/** Counts what is new by sequence number, so that what is sent again counts once; a jump of more than half the space is old. */
function countStream(side: FlowSide, sequence: number, length: number): void {
  if (!side.started) {
    side.started = true
    side.next = sequence
  }
  const fresh = (sequence + length - side.next) | 0
  if (fresh <= 0) return
  side.payloadBytes += fresh
  side.next = (side.next + fresh) >>> 0
}
