import { ByteColumn } from './byte-column.ts'
import type { DictionaryColumn } from './dictionary-column.ts'

/** One column of a block: its declared type and how its bytes are written. */
export interface NativeColumn {
  readonly name: string
  readonly type: string
  write(to: ByteColumn): void
}

/** A block of ClickHouse's Native format, as `INSERT … FROM INFILE … FORMAT Native` reads it; blocks follow one another in a file. */
export function nativeBlock(columns: readonly NativeColumn[], rows: number, sizeHint: number): Uint8Array {
  const block = new ByteColumn(sizeHint)
  block.writeVarint(columns.length)
  block.writeVarint(rows)
  for (const { name, type, write } of columns) {
    block.writeText(name)
    block.writeText(type)
    write(block)
  }
  return block.bytes
}

export function plainColumn(name: string, type: string, bytes: ByteColumn): NativeColumn {
  return { name, type, write: to => to.writeBytes(bytes.bytes) }
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
export function textArrayColumn(name: string, ends: ByteColumn, values: ByteColumn): NativeColumn {
  return {
    name,
    type: 'Array(String)',
    write(to) {
      to.writeBytes(ends.bytes)
      to.writeBytes(values.bytes)
    },
  }
}

/** @param ends for each row the number of members up to its end */
export function mapColumn(name: string, ends: ByteColumn, keys: DictionaryColumn, values: ByteColumn): NativeColumn {
  return {
    name,
    type: 'Map(LowCardinality(String), String)',
    write(to) {
      keys.writePrefix(to)
      to.writeBytes(ends.bytes)
      keys.writeValues(to)
      to.writeBytes(values.bytes)
    },
  }
}
