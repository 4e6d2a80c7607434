import type { EntryKind } from '../../store/register/entry.ts'
import { ENTRY_KINDS } from '../../store/register/entry.ts'
import { MOST_DRAFTS } from '../defaults.ts'
import { readCsv } from './csv.ts'
import type { Drafts, ImportFormat } from './draft.ts'
import { readLdif } from './ldif.ts'
import { readNetbox } from './netbox.ts'
import { readRdap } from './rdap.ts'

/** A file to be imported. */
export interface ImportFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Recognised by the content when absent. */
  readonly format?: ImportFormat
  /** Of the entries of a CSV file that has no column for it; by the file's name when absent (`devices.csv`). */
  readonly kind?: EntryKind
}

/** What a file says, whatever its form; text is UTF-8, UTF-16 with its mark, else CP932. Never throws: what cannot be read is a refusal. */
export function readDrafts({ name, bytes, format, kind }: ImportFile): Drafts {
  const text = textOf(bytes)
  if (text === null) return { drafts: [], refusals: [{ line: null, reason: 'is text in no encoding that is known' }] }
  const read = readBy(format ?? formatOf(text), text, kind ?? kindOfName(name))
  if (read.drafts.length <= MOST_DRAFTS) return read
  return { drafts: read.drafts.slice(0, MOST_DRAFTS), refusals: [...read.refusals, { line: read.drafts[MOST_DRAFTS]!.line, reason: `only the first ${MOST_DRAFTS} entries of a file are taken` }] }
}

function readBy(format: ImportFormat, text: string, kind: EntryKind | null): Drafts {
  if (format === 'csv') return readCsv(text, kind)
  if (format === 'ldif') return readLdif(text)
  try {
    const value: unknown = JSON.parse(text)
    return format === 'rdap' ? readRdap(text, value) : readNetbox(text, value)
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause
    return { drafts: [], refusals: [{ line: 1, reason: `is no JSON: ${cause.message.slice(0, MOST_SHOWN)}` }] }
  }
}

function formatOf(text: string): ImportFormat {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return text.includes('"objectClassName"') ? 'rdap' : 'netbox'
  return /^(?:version: *\d|dn::? *\S)/m.test(text.slice(0, MOST_HEAD)) ? 'ldif' : 'csv'
}

/** Also from plurals: `organisations.csv`. */
function kindOfName(name: string): EntryKind | null {
  const base = name.toLowerCase().replace(/^.*[/\\]/, '')
  return ENTRY_KINDS.find(kind => base.startsWith(kind) || (kind === 'prefix' && base.startsWith('prefixes')) || (kind === 'organisation' && base.startsWith('organization'))) ?? null
}

function textOf(bytes: Uint8Array): string | null {
  for (const encoding of encodingsOf(bytes)) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not in this one: the next.
    }
  }
  return null
}

function encodingsOf(bytes: Uint8Array): readonly string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le']
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be']
  return ['utf-8', 'shift_jis']
}

/** UTF-16 units in which a form shows. */
const MOST_HEAD = 4_096
/** Characters of what the parser of JSON says. */
const MOST_SHOWN = 120
