/** A value of OTLP: what JSON has, bytes, and 64-bit integers as bigints. */
export type OtlpValue = string | boolean | number | bigint | null | Uint8Array | readonly OtlpValue[] | { readonly [name: string]: OtlpValue }

export interface OtlpLogRecord {
  readonly time?: bigint
  readonly severity?: number
  readonly body?: OtlpValue
  readonly attributes?: Readonly<Record<string, OtlpValue>>
  readonly traceId?: Uint8Array
}

/** An ExportLogsServiceRequest in protobuf, written field by field from the specification, for tests and benches. */
export function encodeOtlp(resource: Readonly<Record<string, OtlpValue>>, records: readonly OtlpLogRecord[]): Buffer {
  const scope = message(1, string(1, 'scope'), string(2, '1.0'))
  const scopeLogs = message(2, scope, ...records.map(record => message(2, ...recordFields(record))))
  return message(1, message(1, ...attributes(1, resource)), scopeLogs)
}

function recordFields({ time, severity, body, attributes: named = {}, traceId }: OtlpLogRecord): Buffer[] {
  return [
    time === undefined ? NONE : fixed64(1, time),
    severity === undefined ? NONE : varintField(2, BigInt(severity)),
    body === undefined ? NONE : message(5, ...value(body)),
    ...attributes(6, named),
    traceId === undefined ? NONE : bytes(9, traceId),
  ]
}

const NONE = Buffer.alloc(0)

function attributes(field: number, named: Readonly<Record<string, OtlpValue>>): Buffer[] {
  return Object.entries(named).map(([name, each]) => message(field, string(1, name), message(2, ...value(each))))
}

function value(each: OtlpValue): Buffer[] {
  if (each === null) return []
  if (typeof each === 'string') return [string(1, each)]
  if (typeof each === 'boolean') return [varintField(2, each ? 1n : 0n)]
  if (typeof each === 'bigint') return [varintField(3, BigInt.asUintN(64, each))]
  if (typeof each === 'number') return [double(4, each)]
  if (each instanceof Uint8Array) return [bytes(7, each)]
  if (isList(each)) return [message(5, ...each.map(member => message(1, ...value(member))))]
  return [message(6, ...attributes(1, each))]
}

function isList(each: OtlpValue): each is readonly OtlpValue[] {
  return Array.isArray(each)
}

function message(field: number, ...parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts))
}

function string(field: number, text: string): Buffer {
  return bytes(field, Buffer.from(text))
}

function bytes(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(BigInt(field << 3 | 2)), varint(BigInt(content.length)), content])
}

function varintField(field: number, number: bigint): Buffer {
  return Buffer.concat([varint(BigInt(field << 3)), varint(number)])
}

function fixed64(field: number, number: bigint): Buffer {
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64LE(number)
  return Buffer.concat([varint(BigInt(field << 3 | 1)), eight])
}

function double(field: number, number: number): Buffer {
  const eight = Buffer.alloc(8)
  eight.writeDoubleLE(number)
  return Buffer.concat([varint(BigInt(field << 3 | 1)), eight])
}

function varint(number: bigint): Buffer {
  const groups: number[] = []
  let rest = number
  for (; rest >= 0x80n; rest >>= 7n) groups.push(Number(rest & 0x7fn) | 0x80)
  return Buffer.from([...groups, Number(rest)])
}
