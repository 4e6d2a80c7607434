import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { isMissing, storeError } from '../evidence/store-error.ts'

/** What became of a piece; the offset is how many bytes are on the disk now, from which the sender goes on. */
export type Appended =
  | { readonly kind: 'appended'; readonly offset: number }
  /** The piece does not begin where the file ends. */
  | { readonly kind: 'wrong-offset'; readonly offset: number }
  /** More bytes than were announced; those beyond are not kept. */
  | { readonly kind: 'too-many'; readonly offset: number }
  /** The connection broke; what came before is kept. */
  | { readonly kind: 'broken'; readonly offset: number; readonly cause: unknown }

/**
 * Adds a piece to the end of a file that is to be `total` bytes long. Whatever happens on the way: the bytes that arrived are kept, and
 * the offset that is answered is on the disk (synced), so that it still holds after a crash.
 *
 * @throws NoroshiError `disk-full`, `data-unusable`
 */
export async function appendPiece(path: string, offset: number, total: number, content: AsyncIterable<Uint8Array>): Promise<Appended> {
  const file = await onDisk(path, open(path, 'a', 0o600))
  try {
    const size = (await onDisk(path, file.stat())).size
    if (size !== offset) return { kind: 'wrong-offset', offset: size }
    const outcome = await write(file, path, { offset, total }, content)
    await onDisk(path, file.datasync())
    return outcome
  } finally {
    await file.close()
  }
}

/** Bytes that are there; 0 for a file that is not. */
export async function receivedBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    if (isMissing(cause)) return 0
    throw storeError(path, cause)
  }
}

async function write(
  file: FileHandle, path: string, { offset, total }: { readonly offset: number; readonly total: number }, content: AsyncIterable<Uint8Array>,
): Promise<Appended> {
  let end = offset
  const blocks = content[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await nextOf(blocks)
      if ('cause' in next) return { kind: 'broken', offset: end, cause: next.cause }
      if (next.done) return { kind: 'appended', offset: end }
      const room = next.block.subarray(0, total - end)
      for (let written = 0; written < room.length;) {
        written += (await onDisk(path, file.write(room, written, room.length - written))).bytesWritten
      }
      end += room.length
      if (room.length < next.block.length) return { kind: 'too-many', offset: end }
    }
  } finally {
    // A sender that is cut off should not keep this from ending.
    void Promise.resolve(blocks.return?.()).catch(() => {})
  }
}

type Next = { readonly done: true } | { readonly done: false; readonly block: Uint8Array } | { readonly cause: unknown }

async function nextOf(blocks: AsyncIterator<Uint8Array>): Promise<Next> {
  try {
    const next = await blocks.next()
    return next.done === true ? { done: true } : { done: false, block: next.value }
  } catch (cause) {
    return { cause }
  }
}

async function onDisk<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw storeError(path, cause)
  }
}
