import { chmod, chown, cp, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { SHARED_FOLDER } from './defaults.ts'
import type { EmbeddedBinaries } from './embedded-binaries.ts'
import { binariesIn } from './embedded-binaries.ts'
import { canRun } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'

/** Who must own what the server writes; ids of the system, outside any namespace. */
export interface Owner { readonly uid: number; readonly gid: number }

export function ownerFor(account: ServerAccount): Owner {
  return account.kind === 'user' ? account : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
}

/** The programs themselves, or, where the clone is closed to the account, a copy that it may read. */
export async function readableBinaries(installed: EmbeddedBinaries, version: string, account: ServerAccount): Promise<EmbeddedBinaries> {
  if (account.kind !== 'user' || canRun(installed.postgres, ['--version'], account)) return installed
  const copy = join(SHARED_FOLDER, `postgresql-${version}`)
  if (canRun(join(copy, 'bin/postgres'), ['--version'], account)) return binariesIn(copy)
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(`${copy}.new-`)
  await cp(installed.folder, unfinished, { recursive: true, verbatimSymlinks: true })
  await chmod(unfinished, 0o755)
  await rm(copy, { recursive: true, force: true })
  await rename(unfinished, copy)
  return binariesIn(copy)
}

/** Where the files are to lie: in the folder, or, where that is closed to the account, in a place of its own that the folder then links to. */
export async function reachablePlace(folder: string, account: ServerAccount): Promise<string> {
  const linked = await readlink(folder).catch(() => null)
  if (linked !== null) return resolve(dirname(folder), linked)
  if (account.kind !== 'user' || canRun('test', ['-x', dirname(folder)], account)) return folder
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  const home = await mkdtemp(join(SHARED_FOLDER, 'data-'))
  await chmod(home, 0o711)
  const place = join(home, basename(folder))
  await symlink(place, folder)
  return place
}

/** The folder and everything in it. */
export async function giveTo(folder: string, owner: Owner): Promise<void> {
  await chown(folder, owner.uid, owner.gid)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await giveTo(join(folder, entry.name), owner)
    else await chown(join(folder, entry.name), owner.uid, owner.gid)
  }
}
