import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import { HEAD_BYTES } from './defaults.ts'

/** How far a file has been read, and by what it is known again when its name changes or its number is given to another. */
export interface FilePlace {
  /** Device and number. */
  readonly file: string
  readonly offset: number
  /** Bytes of its beginning, and their digest. */
  readonly headBytes: number
  readonly head: string
}

/** As the mark of a batch has it, beside the file. */
export function placeText({ offset, headBytes, head }: Omit<FilePlace, 'file'>): string {
  return `${offset}.${headBytes}.${head}`
}

/** Null when it is none. */
export function parsePlace(file: string, text: string): FilePlace | null {
  const [, offset, headBytes, head] = /^(\d{1,15})\.(\d{1,3})\.([0-9a-f]{32})$/.exec(text) ?? []
  return head === undefined ? null : { file, offset: Number(offset), headBytes: Number(headBytes), head }
}

export function fileOf({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}-${ino}`
}

/** The digest of a file's first bytes, as many as there are up to {@link HEAD_BYTES}. */
export async function headOf(handle: FileHandle, most = HEAD_BYTES): Promise<{ readonly headBytes: number; readonly head: string; readonly bytes: Buffer }> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(most), position: 0 })
  const bytes = buffer.subarray(0, bytesRead)
  return { headBytes: bytesRead, head: createHash('sha256').update(bytes).digest('hex').slice(0, 32), bytes }
}

/** Whether an open file is the one of a place, and has not become shorter. */
export async function isAt(handle: FileHandle, place: FilePlace): Promise<boolean> {
  const stats = await handle.stat({ bigint: true })
  if (fileOf(stats) !== place.file || Number(stats.size) < place.offset) return false
  const { headBytes, head } = await headOf(handle, place.headBytes)
  return headBytes === place.headBytes && head === place.head
}
