import { closeSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Blocks } from './blocks.ts'
import { BLOCK_BYTES } from './defaults.ts'
import { asReadError, EvidenceReadError } from './read-error.ts'

/**
 * The bytes [from, to) of a file, as blocks of {@link BLOCK_BYTES}; ends early where the file does. The block's memory is used again
 * for the next one. A file that grows is read to the size it had when opened.
 */
export async function* readFileRange(file: string, from: number, to: number): Blocks {
  const handle = await open(file, 'r').catch((cause: unknown) => { throw cannotRead(cause) })
  try {
    const end = Math.min(to, (await handle.stat()).size)
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(BLOCK_BYTES, end - from)))
    for (let position = from; position < end;) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - position), position)
        .catch((cause: unknown) => { throw cannotRead(cause) })
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      position += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/**
 * Exactly `length` bytes at an offset of a file, or fewer at its end, in memory of their own. For headers: they are so small, and an
 * archive has so many, that reading them at once costs less than waiting.
 *
 * @throws EvidenceReadError
 */
export function readFileBytes(file: string, from: number, length: number): Uint8Array {
  try {
    const handle = openSync(file, 'r')
    try {
      const bytes = new Uint8Array(length)
      let filled = 0
      while (filled < length) {
        const count = readSync(handle, bytes, filled, length - filled, from + filled)
        if (count === 0) break
        filled += count
      }
      return bytes.subarray(0, filled)
    } finally {
      closeSync(handle)
    }
  } catch (cause) {
    throw cannotRead(cause)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file or directory',
  EIO: 'the disk or the network reports an input/output error',
  EISDIR: 'it is a directory',
  EMFILE: 'too many open files',
  ELOOP: 'its symbolic links form a circle',
  ENAMETOOLONG: 'the name is too long',
}

/** What the file system said, in words. */
export function cannotRead(cause: unknown): EvidenceReadError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = REASONS[code]
  return reason === undefined ? asReadError('cannot be read', cause) : new EvidenceReadError(`cannot be read: ${reason}`, { cause })
}
