import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a blob lies: two levels of folders, so that none holds more than a few thousand entries for a hundred million blobs. */
export function blobPath(root: string, sha256: string): { readonly folders: readonly string[]; readonly file: string } {
  if (!isSha256(sha256)) throw new TypeError(`not a SHA-256 in hex: ${sha256.slice(0, 80)}`)
  const first = join(root, sha256.slice(0, 2))
  const second = join(first, sha256.slice(2, 4))
  return { folders: [first, second], file: join(second, sha256) }
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** A new or removed name is on the disk when its folder is (fsync(2)). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
