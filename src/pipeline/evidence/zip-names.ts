import { isUtf8 } from 'node:buffer'
import { detectEncoding } from './encoding.ts'

/**
 * The names of an archive's entries. A name that says it is UTF-8, or has a valid Unicode path field (0x7075), is taken at its word, as is
 * one that reads as UTF-8. The others were written in the code page of some machine, and the same one for all: EUC-JP when they
 * speak for it, else CP932.
 */
export function zipNames(entries: readonly NamedEntry[]): string[] {
  const legacy = entries.filter(entry => !entry.filenameUTF8 && !isUtf8(entry.rawFilename)).map(entry => entry.rawFilename)
  const encoding = detectEncoding(legacy.flatMap(name => [name, LINE_END])) === 'euc-jp' ? 'euc-jp' : 'shift_jis'
  const decoder = new TextDecoder(encoding)
  const unmarked = new Set(legacy)
  return entries.map(entry => (unmarked.has(entry.rawFilename) ? decoder.decode(entry.rawFilename) : entry.filename))
}

interface NamedEntry {
  readonly rawFilename: Uint8Array
  /** As far as it is known to be right. */
  readonly filename: string
  readonly filenameUTF8: boolean
}

const LINE_END = Uint8Array.of(0x0a)
