import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../model/reason.ts'
import { checkBackup, readPart } from '../pipeline/backup/check-backup.ts'
import type { Manifest } from '../pipeline/backup/manifest.ts'
import type { OpenBox } from '../pipeline/backup/open-box.ts'
import { chosenBackup, openBox } from '../pipeline/backup/open-box.ts'
import type { BackupProgress } from '../pipeline/backup/part-writer.ts'
import { restoreBackup } from '../pipeline/backup/restore-backup.ts'
import { writeTo } from '../pipeline/backup/restore-files.ts'
import { openDataFolder, RESTORING_FILE } from '../platform/data-folder.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { formatBytes, ProgressLine } from '../platform/progress-line.ts'
import { resetDataFolder } from '../platform/reset-data-folder.ts'
import { backupFacts } from './backup.ts'
import type { RestoreView } from './backup-schemas.ts'
import { BACKUP_WORDS } from './backup-words.ts'
import { readPassphrase } from './passphrase-file.ts'
import { placesElsewhere, stopOrphans } from './reset.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, clickHouseOptionsOf, dataPathsOf, postgresOptionsOf, readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface RestoreCommandOptions extends CommonOptions {
  readonly backup?: string
  readonly check?: boolean
  readonly expect?: string
  readonly settings?: string
  readonly passphraseFile?: string
  readonly actor?: string
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi restore`: into a data folder that holds nothing. */
export async function restore(path: string, options: RestoreCommandOptions): Promise<number> {
  const words = BACKUP_WORDS[options.lang]
  const progress = new ProgressLine(process.stderr)
  const onProgress = ({ doing, bytes }: BackupProgress) => progress.show(() => `${words.doing[doing]}: ${formatBytes(bytes)}`)
  const paths = dataPathsOf(options)
  if (options.check !== true) requireEmpty(paths)
  const open = await openBox(path, readPassphrase(options.passphraseFile))
  try {
    const chosen = await chosenBackup(open, options.backup)
    if (options.expect !== undefined && options.expect.toLowerCase() !== chosen.sha256) {
      throw new NoroshiError('bad-backup', `the manifest of ${chosen.name} has the SHA-256 ${chosen.sha256}, not the one that was noted`)
    }
    const checked = await checkBackup(open, chosen.manifest, onProgress)
    if (options.check !== true) {
      await intoFolder(paths, options, folder => restoreBackup(open, chosen, { ...folder, actor: actorOf(options.actor), onProgress }))
    }
    if (options.settings !== undefined) await writeSettings(open, chosen.manifest, options.settings)
    progress.clear()
    const view: RestoreView = { path, ...backupFacts(chosen, options.passphraseFile !== undefined), restored: options.check === true ? null : paths.path, checked }
    await writeLines(process.stdout, options.json === true ? [`${JSON.stringify(view)}\n`] : linesOf(view, chosen.manifest, options))
    return 0
  } finally {
    progress.clear()
    await open.box.close()
  }
}

type Target = Pick<Parameters<typeof restoreBackup>[2], 'folder' | 'clickhouse' | 'postgres'>

async function intoFolder(paths: DataPaths, options: RestoreCommandOptions, work: (target: Target) => Promise<void>): Promise<void> {
  await removeHalf(paths)
  const settings = readSettings(options)
  const folder = openDataFolder(paths.path)
  try {
    await work({ folder, clickhouse: clickHouseOptionsOf(settings, folder), postgres: postgresOptionsOf(settings, folder) })
  } finally {
    folder.close()
  }
}

/** What an interrupted restore has left. */
async function removeHalf(paths: DataPaths): Promise<void> {
  const marker = join(paths.path, RESTORING_FILE)
  if (!existsSync(marker)) return
  if (existsSync(join(paths.path, 'version'))) {
    await stopOrphans(paths.run)
    resetDataFolder(paths.path, placesElsewhere(paths.postgres))
  }
  rmSync(marker, { force: true })
}

/** Of a folder of ours whatever the first start makes may be there. @throws NoroshiError `data-not-ours` */
function requireEmpty(paths: DataPaths): void {
  const { path } = paths
  if (!existsSync(path) || existsSync(join(path, RESTORING_FILE))) return
  const foreign = readdirSync(path).find(name => !FIRST_FILES.includes(name))
  const filled = ['evidence', 'custody', 'streams', 'uploads', 'rules'].find(name => existsSync(join(path, name)) && readdirSync(join(path, name)).length > 0)
  const found = foreign ?? filled
  if (found !== undefined) {
    throw new NoroshiError('data-not-ours', `a backup is restored into an empty folder only: ${path} holds ${found}`)
  }
}

const FIRST_FILES: readonly string[] = ['version', 'lock', 'run', 'evidence', 'custody', 'spool', 'uploads', 'streams', 'rules']

async function writeSettings(open: OpenBox, { parts }: Manifest, path: string): Promise<void> {
  const part = parts.find(({ kind }) => kind === 'settings')
  if (part === undefined) throw new NoroshiError('bad-backup', 'the backup holds no settings: there was no noroshi.yaml')
  await writeTo(path, readPart(open, part), 0o600)
}

function linesOf({ path, restored, checked, organisations, parts, bytes }: RestoreView, manifest: Manifest, options: RestoreCommandOptions): string[] {
  const words = BACKUP_WORDS[options.lang]
  const settings = manifest.parts.find(part => part.kind === 'settings')
  return [
    words.whole(path, formatBytes(checked)),
    words.contents(parts, formatBytes(bytes), formatBytes(0)),
    ...organisations.map(({ name, events, matches }) => words.organisation(name, events.count, matches.count)),
    ...(restored === null ? [] : [words.restored(restored)]),
    ...(options.settings !== undefined ? [words.settings(options.settings)] : settings === undefined ? [] : [words.noSettings(settings.path)]),
  ].map(line => `${line}\n`)
}
