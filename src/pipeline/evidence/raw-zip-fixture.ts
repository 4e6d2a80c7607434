import { crc32 } from 'node:zlib'

/** An entry as it shall stand in an archive, whether true or not. */
export interface RawEntry {
  readonly name: Uint8Array
  /** As stored; decompressed it is `content`. */
  readonly data: Uint8Array
  readonly content: Uint8Array
  readonly method: number
  readonly declaredBytes?: number
  readonly flags?: number
  readonly extra?: Uint8Array
  /** Instead of a local header of its own, the directory points here. */
  readonly headerOffset?: number
}

/** An archive byte by byte, for what no writer would write (APPNOTE 4.3). */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const headerOffset = entry.headerOffset ?? offset
    const extra = Buffer.from(entry.extra ?? [])
    if (entry.headerOffset === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), common(entry), Buffer.from(entry.name), extra, Buffer.from(entry.data)])
      parts.push(local)
      offset += local.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(headerOffset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common(entry), tail, Buffer.from(entry.name), extra]))
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** From "version needed" to "extra field length", the same in both headers. */
function common({ name, data, content, method, declaredBytes, flags, extra }: RawEntry): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(flags ?? 0, 2)
  fields.writeUInt16LE(method, 4)
  fields.writeUInt32LE(0x5a21_0000, 6)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(data.length, 14)
  fields.writeUInt32LE(declaredBytes ?? content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  fields.writeUInt16LE(extra?.length ?? 0, 24)
  return fields
}
