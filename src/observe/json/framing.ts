import type { TextEncoding } from '../../model/decoder.ts'
import { FRAMING_BYTES, FRAMING_LINES } from './defaults.ts'
import { JsonScanner } from './json-scanner.ts'
import { structureView } from '../text/structure-view.ts'

/** How records are set apart: one a line, or found by their brackets (documents one after another, printed ones, lists of records). */
export type Framing = 'lines' | 'documents'

/**
 * Tells the framing from the first {@link FRAMING_BYTES} of an evidence: it is one record a line when at least half of its first lines
 * are a complete object each and not all of them a wrapper around a list of records. A list is never JSON lines, nor is a text sequence.
 *
 * @param head untranscoded
 */
export function framingOf(head: Buffer, encoding: TextEncoding): Framing {
  const view = structureView(encoding)(head.subarray(0, FRAMING_BYTES))
  const kinds: LineKind[] = []
  let from = 0
  while (from < view.length && kinds.length < FRAMING_LINES) {
    const end = view.indexOf(0x0a, from)
    if (end < 0 && kinds.length > 0 && view.length === FRAMING_BYTES) break
    const to = end < 0 ? view.length : end
    const kind = kindOf(view.subarray(from, to), end >= 0)
    if (kind === 'list' && kinds.length === 0) return 'documents'
    if (kind !== 'blank') kinds.push(kind)
    from = to + 1
  }
  const records = kinds.filter(kind => kind === 'record').length
  return records > 0 && records * 2 >= kinds.filter(kind => kind !== 'wrapper').length ? 'lines' : 'documents'
}

/** Before each record of a text sequence (RFC 7464); it is not JSON. */
const RECORD_SEPARATOR = 0x1e

type LineKind = 'blank' | 'record' | 'wrapper' | 'list' | 'part'

/** @param ended whether the line's end was seen; one that goes on beyond the head may still be a record */
function kindOf(line: Buffer, ended: boolean): LineKind {
  let begun = 0
  let complete = 0
  let endsAt = 0
  let broken = false
  const scanner = new JsonScanner({
    begin() {
      begun++
    },
    end(offset, fault) {
      complete++
      endsAt = offset
      broken ||= fault !== undefined
    },
    fault() {
      broken = true
    },
  })
  scanner.push(line, 0)
  if (scanner.state.container === 'array' || line.includes(RECORD_SEPARATOR)) return 'list'
  if (begun > complete && begun > 1) return 'wrapper'
  if (begun === 0 && !broken) return 'blank'
  if (!ended && begun === 1 && complete === 0) return 'record'
  return begun === 1 && complete === 1 && !broken && !hasMore(line, endsAt) ? 'record' : 'part'
}

function hasMore(line: Buffer, from: number): boolean {
  return line.subarray(from).some(byte => byte !== 0x20 && byte !== 0x0d && byte !== 0x09 && byte !== 0xff)
}
