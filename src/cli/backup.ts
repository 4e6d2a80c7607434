import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Language } from '../model/reason.ts'
import { makeBackup } from '../pipeline/backup/make-backup.ts'
import { createBox } from '../pipeline/backup/open-box.ts'
import { formatBytes, ProgressLine } from '../platform/progress-line.ts'
import { addAudit } from '../store/ledger/audit.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import type { BackupView } from './backup-schemas.ts'
import { BACKUP_WORDS } from './backup-words.ts'
import { readPassphrase } from './passphrase-file.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { version } from './version.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface BackupCommandOptions extends CommonOptions {
  readonly passphraseFile?: string
  readonly actor?: string
  readonly json?: boolean
  readonly lang: Language
}

/** A folder takes many backups; a path is one that is there, or ends with a slash. */
export function backupPlace(path: string): { readonly path: string; readonly kind: 'file' | 'folder' } {
  const isFolder = path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return { path: resolve(path), kind: isFolder ? 'folder' : 'file' }
}

/** `noroshi backup`: exit code 1 when some evidence was damaged already. */
export async function backup(place: { readonly path: string; readonly kind: 'file' | 'folder' }, options: BackupCommandOptions): Promise<number> {
  const settings = readSettings(options)
  const passphrase = readPassphrase(options.passphraseFile)
  const words = BACKUP_WORDS[options.lang]
  const progress = new ProgressLine(terminal().stderr)
  return withStore(options, settings, async store => {
    const { box, sealing } = await createBox(place.path, place.kind, passphrase)
    try {
      const { name, sha256, manifest, added } = await makeBackup(store, {
        box, sealing, settings: settings.file, program: version(),
        onProgress: ({ doing, bytes }) => progress.show(() => `${words.doing[doing]}: ${formatBytes(bytes)}`),
      })
      progress.clear()
      const view: BackupView = { path: place.path, ...backupFacts({ name, sha256, manifest }, passphrase !== null), added }
      const person = actorOf(options.actor)
      await inTransaction(store.ledger.pool, client => addAudit(client, store.ledger.organisation, { person, action: 'backup.make', subject: name, details: { path: place.path } }))
      await writeLines(terminal().stdout, options.json === true ? [`${JSON.stringify(view)}\n`] : linesOf(view, options.lang))
      return view.damaged.length === 0 ? 0 : 1
    } finally {
      progress.clear()
      await box.close()
    }
  })
}

/** What a manifest tells, in short. */
export function backupFacts(
  { name, sha256, manifest: { made, program, position, organisations, parts, damaged } }: Pick<Awaited<ReturnType<typeof makeBackup>>, 'name' | 'sha256' | 'manifest'>,
  encrypted: boolean,
): Omit<BackupView, 'path' | 'added'> {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  return { name, sha256, made, program, encrypted, position, organisations, parts: parts.length, bytes, damaged }
}

function linesOf({ path, parts, bytes, added, organisations, sha256, encrypted, damaged }: BackupView, language: Language): string[] {
  const words = BACKUP_WORDS[language]
  return [
    words.made(path),
    words.contents(parts, formatBytes(bytes), formatBytes(added)),
    ...organisations.map(({ name, events, matches }) => words.organisation(name, events.count, matches.count)),
    words.manifest(sha256),
    encrypted ? words.encrypted : words.plain,
    ...(damaged.length === 0 ? [] : [words.damaged(damaged.length)]),
  ].map(line => `${line}\n`)
}
