import { csvCell } from '../platform/csv-cell.ts'
import type { EntryKind, StoredEntry } from '../store/register/entry.ts'
import { ENTRY_SCHEMAS } from './entry/entry-schemas.ts'

/** Entries of one kind as CSV that an import takes again: its header, then a line for each. */
export function* csvOf(kind: EntryKind, entries: Iterable<StoredEntry>): Generator<string> {
  const names = Object.keys(ENTRY_SCHEMAS[kind].shape)
  yield `${names.join(',')}\r\n`
  for (const { body } of entries) yield `${names.map(name => cellOf(body[name])).join(',')}\r\n`
}

function cellOf(value: unknown): string {
  return csvCell(Array.isArray(value) ? value.map(String).join(';') : typeof value === 'string' ? value : '')
}
