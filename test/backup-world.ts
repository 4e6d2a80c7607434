import { openDataFolder } from '../src/platform/data-folder.ts'
import { makeBackup } from '../src/pipeline/backup/make-backup.ts'
import type { MadeBackup } from '../src/pipeline/backup/make-backup.ts'
import { checkBackup } from '../src/pipeline/backup/check-backup.ts'
import { chosenBackup, createBox, openBox } from '../src/pipeline/backup/open-box.ts'
import { restoreBackup } from '../src/pipeline/backup/restore-backup.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'

/** Backs a store up, as the command does. */
export async function backupOf(store: IngestStore, path: string, kind: 'file' | 'folder', passphrase: string | null = null): Promise<MadeBackup> {
  const { box, sealing } = await createBox(path, kind, passphrase)
  try {
    return await makeBackup(store, { box, sealing, settings: null, program: 'test', onProgress: () => {} })
  } finally {
    await box.close()
  }
}

/** Reads all of a backup, as `restore --check` does. */
export async function checked(path: string, passphrase: string | null = null, name?: string): Promise<number> {
  const open = await openBox(path, passphrase)
  try {
    return await checkBackup(open, (await chosenBackup(open, name)).manifest, () => {})
  } finally {
    await open.box.close()
  }
}

/** Restores a backup into a new data folder. */
export async function restored(path: string, folder: string, passphrase: string | null = null, name?: string): Promise<void> {
  const open = await openBox(path, passphrase)
  const data = openDataFolder(folder)
  try {
    await restoreBackup(open, await chosenBackup(open, name), {
      folder: data,
      clickhouse: { kind: 'embedded', folder: data.clickhouse, runFolder: data.run },
      postgres: { kind: 'embedded', folder: data.postgres, runFolder: data.run },
      actor: 'test',
      onProgress: () => {},
    })
  } finally {
    data.close()
    await open.box.close()
  }
}
