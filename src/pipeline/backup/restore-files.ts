import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { folderError } from '../../platform/data-folder.ts'
import type { DataPaths } from '../../platform/data-folder.ts'
import { blobPath } from '../../store/evidence/blob-path.ts'
import { readPart } from './check-backup.ts'
import type { Manifest } from './manifest.ts'
import type { OpenBox } from './open-box.ts'

/** Writes evidence, custody, keys and the other files of a backup into a data folder. @throws NoroshiError `bad-backup`, `disk-full`, `data-unusable` */
export async function restoreFiles(box: OpenBox, { parts }: Manifest, data: DataPaths, onBytes: (bytes: number) => void): Promise<void> {
  for (const part of parts) {
    if (part.kind === 'evidence') await writeTo(blobPath(data.evidence, part.sha256).file, readPart(box, part), 0o400, onBytes)
    if (part.kind === 'file') await writeTo(join(data.path, part.path), readPart(box, part), 0o600, onBytes)
  }
}

/** Writes content into a new file; on return it is on the disk. */
export async function writeTo(path: string, content: AsyncIterable<Uint8Array>, mode: number, onBytes: (bytes: number) => void = () => {}): Promise<number> {
  let bytes = 0
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', mode)
    try {
      for await (const block of content) {
        await file.writeFile(block)
        bytes += block.length
        onBytes(block.length)
      }
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw folderError(path, cause)
  }
  return bytes
}
