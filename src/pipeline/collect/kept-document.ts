import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { DOCUMENT_NAME_CHARACTERS } from './defaults.ts'
import { writeSequence } from './open-segment.ts'
import type { Mark } from './segment.ts'
import { segmentLineOf } from './segment.ts'
import { segmentPath } from './segment-files.ts'
import type { StreamSource } from './stream-batch.ts'

/** A whole content that a source takes: a mail, a report, an object. */
export interface OfferedDocument {
  /** What it is called where it comes from: a file's path below its folder, the key of an object. */
  readonly name: string
  /** What is read: as of a {@link Mark}. */
  readonly of: string
  /** How far, as of a {@link Mark}; null: the SHA-256 of the content, so that the same is not kept a second time in a row. */
  readonly at: string | null
  readonly content: AsyncIterable<Uint8Array>
}

/** A segment of one content that is written, and not sealed. */
export interface WrittenDocument {
  readonly path: string
  readonly mark: Pick<Mark, 'of' | 'at'>
  /** Of the segment. */
  readonly bytes: number
  /** Microseconds. */
  readonly opened: number
}

/**
 * Writes a content into a segment of its own, under a number that is given to no other.
 *
 * @param syncs waits for the disk
 * @throws what the content and the file system say, with nothing left
 */
export async function writeDocument(
  folder: string, { name: source, dataset, zone }: StreamSource, sequence: number, { name, of, at, content }: OfferedDocument, syncs: boolean,
): Promise<WrittenDocument> {
  await writeSequence(folder, sequence)
  const path = segmentPath(folder, sequence, 'open')
  const opened = Date.now() * 1_000
  const line = (mark: string) => segmentLineOf({ source, sequence, format: 'document', opened, dataset, zone, document: { name: shownName(name), mark: { of, at: mark } } })
  const first = line(at ?? NO_DIGEST)
  const file = await open(path, 'w', 0o600)
  try {
    let bytes = await writeWhole(file, first, 0)
    const hash = createHash('sha256')
    for await (const block of content) {
      hash.update(block)
      bytes += await writeWhole(file, block, bytes)
    }
    const mark = at ?? hash.digest('hex')
    if (at === null) await writeWhole(file, line(mark), 0)
    if (syncs) await file.datasync()
    return { path, mark: { of, at: mark }, bytes, opened }
  } catch (cause) {
    await rm(path, { force: true })
    throw cause
  } finally {
    await file.close()
  }
}

/** Fit for a path as people see it; of a long one its end. */
function shownName(name: string): string {
  const shown = name.replaceAll(/\p{C}+/gu, ' ').replaceAll('!/', '_/').trim()
  return [...shown].slice(-NAME_CODE_POINTS).join('') || 'content'
}

/** Of two characters each at most. */
const NAME_CODE_POINTS = DOCUMENT_NAME_CHARACTERS / 2

/** As long as a digest: its place is held until it is known. */
const NO_DIGEST = '0'.repeat(64)

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  for (let written = 0; written < bytes.length;) written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
  return bytes.length
}
