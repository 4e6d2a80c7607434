import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatTime } from '../../model/time.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { readBlob } from '../evidence/read-blob.ts'
import type { Custody, Received } from './custody.ts'

/**
 * Takes a file into custody as it is now, under its absolute path or the one it is known by, and with the time it was last changed.
 *
 * @throws NoroshiError `no-such-path` when it cannot be read; else as {@link Custody.receive}
 */
export async function receiveFile(custody: Custody, path: string, actor: string, shownAs: string = resolve(path)): Promise<Received> {
  const modified = await modifiedTime(path)
  return custody.receive(readable(path), { path: shownAs, actor, details: { modified } })
}

async function modifiedTime(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      return formatTime(Math.max(0, Math.floor((await file.stat()).mtimeMs * 1_000)))
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

async function* readable(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const blocks = readBlob(path)
  try {
    for (;;) {
      const next = await blocks.next().catch((cause: unknown) => { throw unreadable(path, cause) })
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await blocks.return()
  }
}

function unreadable(path: string, cause: unknown): NoroshiError {
  return new NoroshiError('no-such-path', `${path} cannot be read: ${messageOf(cause)}`, { cause })
}
