/** Reads a block of ClickHouse's Native format back, as far as `EventEncoder` writes it: column by column, by its declared type. */
export function readNativeBlock(block: Uint8Array): Map<string, unknown[]> {
  const reader = new BlockReader(Buffer.from(block))
  const columns = reader.varint()
  const rows = reader.varint()
  return new Map(Array.from({ length: columns }, () => {
    const name = reader.text()
    return [name, readColumn(reader, reader.text(), rows)] as const
  }))
}

function readColumn(reader: BlockReader, type: string, rows: number): unknown[] {
  const each = <T>(read: () => T) => Array.from({ length: rows }, read)
  const fixed = /^FixedString\((\d+)\)$/.exec(type)
  if (fixed !== null) return each(() => reader.bytes(Number(fixed[1])).toString('hex'))
  switch (type) {
    case 'UInt8':
      return each(() => reader.bytes(1)[0])
    case 'UInt32':
      return each(() => reader.bytes(4).readUInt32LE())
    case 'UInt64':
    case "DateTime64(6, 'UTC')":
      return each(() => reader.uint64())
    case 'String':
      return each(() => reader.text())
    case 'Array(String)':
      return pieces(each(() => reader.uint64()), count => Array.from({ length: count }, () => reader.text()))
    case 'LowCardinality(String)':
      reader.uint64()
      return readDictionary(reader)
    case 'Map(LowCardinality(String), String)': {
      reader.uint64()
      const ends = each(() => reader.uint64())
      const keys = ends.at(-1) === 0 ? [] : readDictionary(reader)
      return pieces(ends, (count, from) => Array.from({ length: count }, (_, at) => [keys[from + at], reader.text()]))
    }
    default:
      throw new Error(`the encoder writes no ${type}`)
  }
}

/** Rows given by where they end. */
function pieces<T>(ends: readonly number[], read: (count: number, from: number) => T): T[] {
  return ends.map((end, row) => read(end - (ends[row - 1] ?? 0), ends[row - 1] ?? 0))
}

/** Of version 1, with all its keys. */
function readDictionary(reader: BlockReader): string[] {
  const width = 1 << (reader.uint64() & 0xff)
  const keys = Array.from({ length: reader.uint64() }, () => reader.text())
  return Array.from({ length: reader.uint64() }, () => keys[reader.bytes(width).readUIntLE(0, width)] ?? 'no such key')
}

class BlockReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  bytes(count: number): Buffer {
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.bytes(1).readUInt8()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }

  uint64(): number {
    return Number(this.bytes(8).readBigUInt64LE())
  }

  text(): string {
    return this.bytes(this.varint()).toString()
  }
}
