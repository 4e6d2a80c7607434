import type { FileHandle } from 'node:fs/promises'
import { open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { batchLineOf, segmentLineOf } from './segment.ts'
import { segmentPath } from './segment-files.ts'
import type { StreamBatch, StreamSource } from './stream-batch.ts'

/** A segment that is being written. */
export interface OpenSegment {
  readonly sequence: number
  readonly path: string
  readonly handle: FileHandle
  /** Microseconds. */
  readonly opened: number
  /** Up to the end of the last batch that was kept. */
  bytes: number
  records: number
}

/**
 * Begins a segment; its number is given to no other, whatever becomes of it.
 *
 * @param syncs waits until the disk knows of it
 * @throws what the file system says, with nothing left
 */
export async function openSegment(folder: string, { name, format, dataset, zone }: StreamSource, sequence: number, syncs: boolean): Promise<OpenSegment> {
  await writeSequence(folder, sequence)
  const path = segmentPath(folder, sequence, 'open')
  const opened = Date.now() * 1_000
  const line = segmentLineOf({ source: name, sequence, format, opened, dataset, zone })
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.write(line)
    if (syncs) await syncFolder(folder)
  } catch (cause) {
    await handle.close()
    await rm(path, { force: true })
    throw cause
  }
  return { sequence, path, handle, opened, bytes: line.length, records: 0 }
}

/** Writes batches behind one another; should it fail, nothing of them is left. @param syncs waits for the disk @throws what the file system says */
export async function writeBatches(segment: OpenSegment, batches: readonly StreamBatch[], syncs: boolean): Promise<void> {
  let bytes = segment.bytes
  try {
    for (const block of gathered(batches.flatMap(batch => [batchLineOf(batch.lines, batch), ...batch.lines]))) {
      for (let written = 0; written < block.length;) {
        written += (await segment.handle.write(block, written, block.length - written, bytes + written)).bytesWritten
      }
      bytes += block.length
    }
    if (syncs) await segment.handle.datasync()
  } catch (cause) {
    await truncate(segment.path, segment.bytes)
    throw cause
  }
  segment.bytes = bytes
  segment.records += batches.reduce((sum, { count }) => sum + count, 0)
}

/** The same bytes in fewer blocks: short ones, which datagrams and connections give, together; long ones, which requests give, as they are. */
function* gathered(blocks: readonly Uint8Array[]): Iterable<Uint8Array> {
  let short: Uint8Array[] = []
  for (const block of blocks) {
    if (block.length < LONG_BYTES) {
      short.push(block)
      continue
    }
    if (short.length > 0) yield Buffer.concat(short)
    short = []
    yield block
  }
  if (short.length > 0) yield Buffer.concat(short)
}

/** Bytes from which on it costs less to write by itself than to copy. */
const LONG_BYTES = 262_144

/** The last number given; 0 when none was. */
export async function readSequence(folder: string): Promise<number> {
  const text = await readFile(join(folder, SEQUENCE), 'utf8').catch(() => '0')
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** The last number given, whatever becomes of it. @throws what the file system says */
export async function writeSequence(folder: string, sequence: number): Promise<void> {
  await writeFile(join(folder, `${SEQUENCE}.part`), String(sequence), { mode: 0o600 })
  await rename(join(folder, `${SEQUENCE}.part`), join(folder, SEQUENCE))
}

const SEQUENCE = 'sequence'
