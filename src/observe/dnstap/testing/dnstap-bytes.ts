/** Writes what name servers write by dnstap, from its definitions: frames, protobuf and DNS messages, apart from what reads them. */

type Value = number | bigint | string | Buffer

/** A field of protobuf: its number, how it is written, and the value. */
export type ProtobufField = readonly [number: number, wire: 'varint' | 'fixed32' | 'bytes', value: Value]

export function protobuf(...fields: readonly ProtobufField[]): Buffer {
  return Buffer.concat(fields.flatMap(([number, wire, value]) => {
    if (wire === 'varint') return [varint((number << 3) | 0), varint(BigInt(value as number | bigint))]
    if (wire === 'fixed32') {
      const fixed = Buffer.alloc(4)
      fixed.writeUInt32LE(Number(value))
      return [varint((number << 3) | 5), fixed]
    }
    const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value))
    return [varint((number << 3) | 2), varint(bytes.length), bytes]
  }))
}

/** A Dnstap of type MESSAGE, as BIND and Unbound write it: the outer type last. */
export function dnstap(message: readonly ProtobufField[], { identity = 'ns1.example', version = 'unbound 1.17.1', more = [] as readonly ProtobufField[] } = {}): Buffer {
  return protobuf([1, 'bytes', identity], [2, 'bytes', version], ...more, [14, 'bytes', protobuf(...message)], [15, 'varint', 1])
}

/** Time of a query (field 8) or an answer (12). */
export function at(field: 8 | 12, iso: string, nanoseconds = 0): ProtobufField[] {
  return [[field, 'varint', Math.floor(Date.parse(iso) / 1_000)], [(field + 1) as 9 | 13, 'fixed32', (Date.parse(iso) % 1_000) * 1_000_000 + nanoseconds]]
}

export function dataFrame(content: Buffer): Buffer {
  return Buffer.concat([word(content.length), content])
}

export function control(type: number, contentType?: string): Buffer {
  const field = contentType === undefined ? Buffer.alloc(0) : Buffer.concat([word(1), word(contentType.length), Buffer.from(contentType)])
  return Buffer.concat([word(0), word(4 + field.length), word(type), field])
}

/** Types of control frames. */
export const CONTROL = { accept: 1, start: 2, stop: 3, ready: 4, finish: 5 } as const

/** A file as fstrm_capture writes it. */
export function dnstapFile(frames: readonly Buffer[]): Buffer {
  return Buffer.concat([control(CONTROL.start, 'protobuf:dnstap.Dnstap'), ...frames.map(dataFrame), control(CONTROL.stop)])
}

/** A name in labels. */
export function dnsName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.')
  return Buffer.concat([...labels.map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])), Buffer.from([0])])
}

export interface DnsAnswer {
  readonly type: number
  readonly lifetime: number
  readonly data: Buffer
}

/** A DNS message with one question, whose name the answers point to. */
export function dnsMessage(id: number, flags: number, name: string, type: number, answers: readonly DnsAnswer[] = []): Buffer {
  const head = Buffer.concat([short(id), short(flags), short(1), short(answers.length), short(0), short(0)])
  return Buffer.concat([head, dnsName(name), short(type), short(1), ...answers.map(answer =>
    Buffer.concat([short(0xc00c), short(answer.type), short(1), word(answer.lifetime), short(answer.data.length), answer.data]))])
}

export function ipv4(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

/** Eight groups. */
export function ipv6(...groups: readonly number[]): Buffer {
  return Buffer.concat(groups.map(short))
}

function varint(value: number | bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
    rest >>= 7n
  } while (rest > 0n)
  return Buffer.from(bytes)
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
