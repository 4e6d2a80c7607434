import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lockFolder } from './data-folder-lock.ts'
import { DATA_SUBFOLDERS, folderError, isDataFolder, RESTORING_FILE } from './data-folder.ts'
import { NoroshiError } from './noroshi-error.ts'

/** What was in the folder and is not ours; the folder itself is kept for it. */
export interface Reset {
  readonly kept: readonly string[]
}

/**
 * Deletes a data folder: everything Noroshi keeps in it, for good. Symbolic links are removed, never followed. The version goes last, so
 * that a reset that was interrupted can be repeated.
 *
 * @param elsewhere folders of ours outside of it, deleted too
 * @throws NoroshiError `data-not-ours` without a version file or for a symbolic link, `data-locked`, `data-unusable`
 */
export function resetDataFolder(folder: string, elsewhere: readonly string[] = []): Reset {
  const path = resolve(folder)
  requireOurs(path)
  const unlock = lockFolder(path)
  try {
    for (const place of elsewhere) rmSync(place, { recursive: true, force: true })
    for (const name of DATA_SUBFOLDERS) rmSync(join(path, name), { recursive: true, force: true })
    for (const name of readdirSync(path)) if (name.startsWith('version.')) rmSync(join(path, name), { force: true })
    rmSync(join(path, RESTORING_FILE), { force: true })
    rmSync(join(path, 'version'))
    rmSync(join(path, 'lock'), { force: true })
    const kept = readdirSync(path)
    if (kept.length === 0) rmdirSync(path)
    return { kept }
  } catch (cause) {
    throw folderError(path, cause)
  } finally {
    unlock()
  }
}

/** @throws NoroshiError `data-not-ours` */
export function requireOurs(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new NoroshiError('data-not-ours', `there is no data folder ${path}`)
  if (stats.isSymbolicLink()) throw new NoroshiError('data-not-ours', `${path} is a symbolic link; give the folder it leads to`)
  if (!isDataFolder(path)) throw new NoroshiError('data-not-ours', `${path} was not made by Noroshi: it has no version file`)
}
