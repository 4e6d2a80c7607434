import { open, readdir, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { BATCH_LINE_CHARACTERS, SEGMENT_LINE_BYTES } from './defaults.ts'
import { keepMarks } from './segment-marks.ts'
import type { Mark } from './segment.ts'
import { LF, readBatchLine, readSegmentLine } from './segment.ts'

/** A sealed segment that waits to be evidence. */
export interface SegmentFile {
  readonly organisation: string
  readonly source: string
  /** From 1, without gaps but where a process died before anything was kept. */
  readonly sequence: number
  readonly path: string
  readonly bytes: number
  /** Microseconds. */
  readonly opened: number
}

export function segmentPath(folder: string, sequence: number, state: 'open' | 'sealed'): string {
  return join(folder, `${String(sequence).padStart(12, '0')}.${state}`)
}

/** What an evidence made of a segment is called. */
export function segmentName({ source, sequence }: Pick<SegmentFile, 'source' | 'sequence'>): string {
  return `stream/${source}/${String(sequence).padStart(12, '0')}`
}

/**
 * The segments in the folder of one source, in their order. One that was left open is cut after its last whole batch and sealed; one without
 * any is removed.
 */
export async function recoverSegments(
  folder: string, { organisation, name }: { readonly organisation: string; readonly name: string },
): Promise<{ readonly last: number; readonly sealed: readonly SegmentFile[] }> {
  const found = (await readdir(folder)).flatMap(file => {
    const [, digits, state] = /^(\d{12})\.(open|sealed)$/.exec(file) ?? []
    return digits === undefined ? [] : [{ sequence: Number(digits), isOpen: state === 'open' }]
  }).sort((a, b) => a.sequence - b.sequence)
  const sealed: SegmentFile[] = []
  for (const { sequence, isOpen } of found) {
    const path = segmentPath(folder, sequence, 'sealed')
    const left = isOpen ? await sealLeft(folder, segmentPath(folder, sequence, 'open'), path) : await lookAt(folder, path)
    if (left !== null) sealed.push({ organisation, source: name, sequence, path, ...left })
  }
  return { last: found.at(-1)?.sequence ?? 0, sealed }
}

type LeftSegment = Pick<SegmentFile, 'bytes' | 'opened'>

/** Null when nothing was left of it. */
async function sealLeft(folder: string, left: string, path: string): Promise<LeftSegment | null> {
  const file = await open(left, 'r+')
  let whole: WholePart
  let opened: number
  try {
    // Of a whole content nothing is left where its end is missing: it is taken again.
    const isDocument = readSegmentLine(await headOf(file))?.head.document !== undefined
    const content = isDocument ? Buffer.alloc(0) : await file.readFile()
    whole = wholePart(content)
    opened = readSegmentLine(content)?.head.opened ?? 0
    if (whole.bytes < content.length) await file.truncate(whole.bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  if (whole.batches === 0) {
    await rm(left)
    return null
  }
  // Before it is sealed: whoever reads on must not read anew what is in it.
  await keepMarks(folder, whole.marks)
  await rename(left, path)
  return { bytes: whole.bytes, opened }
}

interface WholePart {
  readonly bytes: number
  readonly batches: number
  readonly marks: readonly Mark[]
}

/** How far a segment is whole: batches are compared with their sizes and checksums. */
function wholePart(content: Buffer): WholePart {
  const first = readSegmentLine(content)
  const marks: Mark[] = []
  if (first === null) return { bytes: 0, batches: 0, marks }
  let at = first.bytes
  let batches = 0
  for (;;) {
    const end = content.subarray(at, at + BATCH_LINE_CHARACTERS).indexOf(LF)
    const head = end < 0 ? null : readBatchLine(content.toString('latin1', at, at + end + 1))
    if (head === null) return { bytes: at, batches, marks }
    const from = at + end + 1
    if (from + head.bytes > content.length || crc32(content.subarray(from, from + head.bytes)) !== head.crc) return { bytes: at, batches, marks }
    at = from + head.bytes
    batches++
    if (head.mark !== undefined) marks.push(head.mark)
  }
}

async function lookAt(folder: string, path: string): Promise<LeftSegment> {
  const file = await open(path, 'r')
  try {
    const head = readSegmentLine(await headOf(file))?.head
    const { size, mtimeMs } = await file.stat()
    // That of a content is kept after it was sealed, and so perhaps not.
    if (head?.document !== undefined) await keepMarks(folder, [head.document.mark])
    return { bytes: size, opened: head?.opened ?? Math.floor(mtimeMs * 1_000) }
  } finally {
    await file.close()
  }
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(SEGMENT_LINE_BYTES), position: 0 })
  return buffer.subarray(0, bytesRead)
}
