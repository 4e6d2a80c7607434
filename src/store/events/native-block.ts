import type { ByteColumn } from './byte-column.ts'
import type { DictionaryColumn } from './dictionary-column.ts'

/** One column of a block: its declared type and how its bytes are written. */
export interface NativeColumn {
  readonly name: string
  readonly type: string
  write(to: ByteColumn): void
}

/** Bytes in their order. */
interface Bytes {
  readonly bytes: Uint8Array
}

/**
 * A block of ClickHouse's Native format, as `INSERT … FROM INFILE … FORMAT Native` reads it; blocks follow one another in a file.
 *
 * @param to where it is written, from the beginning; the answer is valid until the next write there
 */
export function nativeBlock(to: ByteColumn, rows: number, columns: readonly NativeColumn[]): Uint8Array {
  to.clear()
  to.writeVarint(columns.length)
  to.writeVarint(rows)
  for (const { name, type, write } of columns) {
    to.writeText(name)
    to.writeText(type)
    write(to)
  }
  return to.bytes
}

export function plainColumn(name: string, type: string, values: Bytes): NativeColumn {
  return { name, type, write: to => to.writeBytes(values.bytes) }
}

export function dictionaryColumn(name: string, values: DictionaryColumn): NativeColumn {
  return {
    name,
    type: 'LowCardinality(String)',
    write(to) {
      values.writePrefix(to)
      values.writeValues(to)
    },
  }
}

/** @param ends for each row the number of members up to its end @param values each with its length */
export function textArrayColumn(name: string, ends: Bytes, values: Bytes): NativeColumn {
  return {
    name,
    type: 'Array(String)',
    write(to) {
      to.writeBytes(ends.bytes)
      to.writeBytes(values.bytes)
    },
  }
}

/** @param ends for each row the number of members up to its end @param gather called before these and the keys are written */
export function mapColumn(name: string, ends: Bytes, keys: DictionaryColumn, values: Bytes, gather: () => void): NativeColumn {
  return {
    name,
    type: 'Map(LowCardinality(String), String)',
    write(to) {
      gather()
      keys.writePrefix(to)
      to.writeBytes(ends.bytes)
      keys.writeValues(to)
      to.writeBytes(values.bytes)
    },
  }
}
