import type { Decoder } from '../../model/decoder.ts'
import { newFields } from '../../model/value.ts'
import type { FieldValue, MutableFields } from '../../model/value.ts'
import type { LogEvent } from '../log/log-decoder.ts'
import { MAX_ENTRY_BYTES, MAX_ENTRY_FIELDS } from './defaults.ts'
import { entryDecoder } from './entry-decoder.ts'

/** Brings a record into its source's shape, as the mappings say. */
interface Shapes {
  shape(fields: MutableFields, date: number): LogEvent
}

/**
 * The systemd journal's export format (`journalctl -o export`; systemd's "Journal Export Formats"): `NAME=value` lines, a value with line ends as
 * its name, eight bytes of length and the bytes themselves, and an empty line after each entry.
 */
export function journalDecoder(shapes: Shapes): Decoder {
  return entryDecoder({
    format: 'journal',
    endOf: (bytes, from) => walk(bytes, from),
    recognises: head => /^(?:\ufeff?[A-Z_][A-Z0-9_]{0,63}=[^\n]*\n)*?__(?:CURSOR|REALTIME_TIMESTAMP)=/.test(textOf(head)),
    read(bytes, decode, date) {
      const fields = newFields()
      let count = 0
      const end = walk(Buffer.concat([bytes, BLANK_LINE]), 0, (name, value) => {
        if (count++ < MAX_ENTRY_FIELDS) add(fields, name, decode(value))
      })
      if (end < 0) return 'entry of the journal is cut or damaged'
      return count === 0 ? null : shapes.shape(fields, date)
    },
  })
}

const BLANK_LINE = Buffer.from('\n\n')

/** As much as tells. */
function textOf(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4_096)).toString()
}

/** Goes through the fields of an entry; answers where it ends, -1 when the bytes do not hold all of it. */
function walk(bytes: Buffer, from: number, take?: (name: string, value: Buffer) => void): number {
  let at = from
  for (;;) {
    const lineEnd = bytes.indexOf(0x0a, at)
    if (lineEnd < 0) return -1
    if (lineEnd === at) return at + 1
    const equals = bytes.subarray(at, lineEnd).indexOf(0x3d)
    if (equals >= 0) {
      take?.(bytes.toString('latin1', at, at + equals), bytes.subarray(at + equals + 1, lineEnd))
      at = lineEnd + 1
      continue
    }
    if (lineEnd + 9 > bytes.length) return -1
    const length = bytes.readBigUInt64LE(lineEnd + 1)
    // No length at all: a line that is none of the format. It is passed over, and the entry goes on.
    if (length > MAX_ENTRY_BYTES) {
      at = lineEnd + 1
      continue
    }
    const start = lineEnd + 9
    const end = start + Number(length)
    if (end + 1 > bytes.length) return -1
    take?.(bytes.toString('latin1', at, lineEnd), bytes.subarray(start, end))
    at = bytes[end] === 0x0a ? end + 1 : end
  }
}

/** A field that comes more than once is a list. */
function add(fields: MutableFields, name: string, value: string): void {
  const before: FieldValue | undefined = fields[name]
  fields[name] = before === undefined ? value : [before, value].flat()
}
