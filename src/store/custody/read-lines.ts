import { isMissing, storeError } from '../evidence/store-error.ts'
import { readBlob } from '../evidence/read-blob.ts'
import { MAX_LINE_BYTES } from './defaults.ts'
import { NEWLINE } from './ledger-line.ts'

/** A line without its newline, and where it starts; the last one may be torn: without a newline. */
export interface RawLine {
  readonly offset: number
  readonly bytes: Uint8Array
  readonly torn: boolean
}

/** The lines of a file that may be damaged anywhere; one that is too long is cut, and so is no entry. Nothing for a file that is not there. */
export async function* readLines(path: string): AsyncGenerator<RawLine, void, undefined> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let offset = 0
  let lineStart = 0
  try {
    for await (const block of readBlob(path)) {
      let start = 0
      for (let end = block.indexOf(NEWLINE); end !== -1; end = block.indexOf(NEWLINE, start)) {
        yield { offset: lineStart, bytes: Buffer.concat([...pending, block.subarray(start, end)]), torn: false }
        pending = []
        pendingBytes = 0
        start = end + 1
        lineStart = offset + start
      }
      if (pendingBytes <= MAX_LINE_BYTES && start < block.length) pending.push(Buffer.from(block.subarray(start)))
      pendingBytes += block.length - start
      offset += block.length
    }
  } catch (cause) {
    if (!isMissing(cause)) throw storeError(path, cause)
  }
  if (lineStart < offset) yield { offset: lineStart, bytes: Buffer.concat(pending), torn: true }
}
