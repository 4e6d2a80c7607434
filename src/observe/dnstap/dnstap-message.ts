import { WIRE, WireFault, WireReader } from '../intake/otlp/wire-reader.ts'

/** What a frame of dnstap says (dnstap.proto); null where it does not. Enumerations are their numbers. */
export interface DnstapMessage {
  readonly identity: Buffer | null
  readonly version: Buffer | null
  readonly extra: Buffer | null
  readonly type: number
  readonly socketProtocol: number | null
  readonly httpProtocol: number | null
  /** 4 or 16 bytes, whatever is said of their family. */
  readonly queryAddress: Buffer | null
  readonly responseAddress: Buffer | null
  readonly queryPort: number | null
  readonly responsePort: number | null
  /** Microseconds. */
  readonly queryTime: number | null
  readonly responseTime: number | null
  /** DNS messages as they were on the wire. */
  readonly queryMessage: Buffer | null
  readonly responseMessage: Buffer | null
  /** A name as on the wire. */
  readonly queryZone: Buffer | null
  readonly policy: DnstapPolicy | null
}

export interface DnstapPolicy {
  readonly type: Buffer | null
  readonly rule: Buffer | null
  readonly action: number | null
  readonly match: number | null
  readonly value: Buffer | null
}

/** Reads one; in place of it why it is none. */
export function readDnstap(content: Buffer): DnstapMessage | string {
  try {
    const outer = membersOf(new WireReader(content))
    const message = bytesIn(outer, 14)
    if (numberIn(outer, 15) !== MESSAGE || message === null) return 'a frame that is no message of dnstap'
    const members = membersOf(new WireReader(message))
    const type = numberIn(members, 1)
    if (type === null) return 'a message of dnstap without its type'
    const policy = bytesIn(members, 15)
    return {
      identity: bytesIn(outer, 1), version: bytesIn(outer, 2), extra: bytesIn(outer, 3),
      type, socketProtocol: numberIn(members, 3), httpProtocol: numberIn(members, 16),
      queryAddress: bytesIn(members, 4), responseAddress: bytesIn(members, 5), queryPort: numberIn(members, 6), responsePort: numberIn(members, 7),
      queryTime: timeIn(members, 8), responseTime: timeIn(members, 12),
      queryMessage: bytesIn(members, 10), responseMessage: bytesIn(members, 14), queryZone: bytesIn(members, 11),
      policy: policy === null ? null : policyOf(membersOf(new WireReader(policy))),
    }
  } catch (cause) {
    if (cause instanceof WireFault) return `a frame that is no protobuf: ${cause.message}`
    throw cause
  }
}

const MESSAGE = 1
const MOST_NUMBER = 16

type Members = ReadonlyMap<number, number | Buffer>

/** Of each field that dnstap has the last value, as protobuf has it. A number beyond 2⁵³ is one that nobody sends, and is inexact. */
function membersOf(reader: WireReader): Members {
  const members = new Map<number, number | Buffer>()
  while (reader.next()) {
    const { number, wire } = reader
    if (number > MOST_NUMBER) reader.skip()
    else if (wire === WIRE.varint) members.set(number, Number(reader.unsigned()))
    else if (wire === WIRE.fixed32) members.set(number, reader.fixed32())
    else if (wire === WIRE.bytes) members.set(number, reader.bytes())
    else reader.skip()
  }
  return members
}

function policyOf(members: Members): DnstapPolicy {
  return { type: bytesIn(members, 1), rule: bytesIn(members, 2), action: numberIn(members, 3), match: numberIn(members, 4), value: bytesIn(members, 5) }
}

function numberIn(members: Members, number: number): number | null {
  const value = members.get(number)
  return typeof value === 'number' ? value : null
}

function bytesIn(members: Members, number: number): Buffer | null {
  const value = members.get(number)
  return value === undefined || typeof value === 'number' ? null : value
}

/** Seconds under a number, nanoseconds under the next. */
function timeIn(members: Members, number: number): number | null {
  const seconds = numberIn(members, number)
  return seconds === null ? null : seconds * 1_000_000 + Math.floor((numberIn(members, number + 1) ?? 0) / 1_000)
}
