import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../evidence/blob-path.ts'
import { storeError } from '../evidence/store-error.ts'

/** Puts a small file in place, whole and on the disk or not at all. Only its owner may read it. @throws NoroshiError `disk-full`, `data-unusable` */
export async function replaceFile(folder: string, name: string, content: string): Promise<void> {
  const part = join(folder, `${name}.part`)
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, join(folder, name))
    await syncFolder(folder)
  } catch (cause) {
    await rm(part, { force: true })
    throw storeError(folder, cause)
  }
}
