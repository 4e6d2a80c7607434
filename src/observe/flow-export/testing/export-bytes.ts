/** A field of a template: its number, its bytes, and whose it is. */
export type FieldBytes = readonly [id: number, length: number, enterprise?: number]

/** Bytes of numbers, each `[value, bytes]`, most significant first. */
export function bytesOf(...numbers: readonly (readonly [value: number | bigint, length: number])[]): Buffer {
  return Buffer.concat(numbers.map(([value, length]) => {
    const bytes = Buffer.alloc(length)
    let rest = BigInt(value)
    for (let at = length - 1; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn)
    return bytes
  }))
}

export function setBytes(id: number, content: Buffer): Buffer {
  const padding = Buffer.alloc((4 - content.length % 4) % 4)
  return Buffer.concat([bytesOf([id, 2], [content.length + padding.length + 4, 2]), content, padding])
}

export function templateBytes(id: number, fields: readonly FieldBytes[]): Buffer {
  return Buffer.concat([bytesOf([id, 2], [fields.length, 2]), ...fields.map(([element, length, enterprise]) =>
    enterprise === undefined ? bytesOf([element, 2], [length, 2]) : bytesOf([element | 0x8000, 2], [length, 2], [enterprise, 4]))])
}

/** @param seconds of the export */
export function ipfixBytes(seconds: number, sequence: number, sets: readonly Buffer[], domain = 7): Buffer {
  const content = Buffer.concat(sets)
  return Buffer.concat([bytesOf([10, 2], [content.length + 16, 2], [seconds, 4], [sequence, 4], [domain, 4]), content])
}

export function netflow9Bytes(seconds: number, uptime: number, sequence: number, sets: readonly Buffer[]): Buffer {
  return Buffer.concat([bytesOf([9, 2], [sets.length, 2], [uptime, 4], [seconds, 4], [sequence, 4], [3, 4]), ...sets])
}

export interface Netflow5Flow {
  readonly from: string
  readonly to: string
  readonly ports: readonly [number, number]
  readonly packets: number
  readonly bytes: number
  /** Milliseconds since the exporter's start. */
  readonly first: number
  readonly last: number
}

export function netflow5Bytes(seconds: number, uptime: number, sequence: number, flows: readonly Netflow5Flow[]): Buffer {
  return Buffer.concat([
    bytesOf([5, 2], [flows.length, 2], [uptime, 4], [seconds, 4], [500_000, 4], [sequence, 4], [0, 2], [0x4000 | 100, 2]),
    ...flows.map(({ from, to, ports, packets, bytes, first, last }) => Buffer.concat([
      addressBytes(from), addressBytes(to), bytesOf([0, 4], [1, 2], [2, 2], [packets, 4], [bytes, 4], [first, 4], [last, 4], [ports[0], 2], [ports[1], 2], [0, 1], [0x1b, 1], [6, 1], [0, 1], [64_500, 2], [64_501, 2], [0, 4]),
    ])),
  ])
}

export function addressBytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}
