import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lockFolder } from './data-folder-lock.ts'
import type { Migration } from './data-folder-version.ts'
import { bringToVersion, MIGRATIONS, readVersion } from './data-folder-version.ts'
import { messageOf, NoroshiError } from './noroshi-error.ts'

/** Where everything lies that a running Noroshi keeps; absolute paths. */
export interface DataPaths {
  readonly path: string
  readonly clickhouse: string
  readonly postgres: string
  readonly evidence: string
  readonly custody: string
  /** Segments and batches on their way into the store. */
  readonly spool: string
  /** Files that come in over the network, until they are evidence. */
  readonly uploads: string
  /** What live sources sent, in segments, until they are evidence. */
  readonly streams: string
  /** Sets of rules that were added, a folder each. */
  readonly rules: string
  /** Sockets and pid files of the children. */
  readonly run: string
}

/** A data folder that this process holds alone. */
export interface DataFolder extends DataPaths {
  /** Lets other processes have it. */
  close(): void
}

/** The engines make theirs themselves: PostgreSQL's may have to be a link to where its user can write. */
const OWN_SUBFOLDERS = ['evidence', 'custody', 'spool', 'uploads', 'streams', 'rules', 'run'] as const

/** What some commands keep there, made when the first of them has something to keep: our certificate, the authority of sensors, the machine as a sensor, gateway and red team, AI systems. */
const LATER_SUBFOLDERS = ['certificate', 'sensor-authority', 'sensor', 'gateway', 'redteam', 'ai'] as const

/** Stands in a folder while a backup is restored into it: until it is whole nobody else may use it. */
export const RESTORING_FILE = 'restoring'

/** Everything in a data folder but the files `version` and `lock`. */
export const DATA_SUBFOLDERS = ['clickhouse', 'postgres', ...OWN_SUBFOLDERS, ...LATER_SUBFOLDERS] as const

/**
 * Creates the folder or takes one of an earlier start, locks it for this process, and migrates it to the version of this program. A
 * lock goes with its process, however that ends.
 *
 * @throws NoroshiError `data-not-ours` for a folder with other content, `data-locked`, `data-newer`, `restore-unfinished`, `data-unusable`, `disk-full`
 */
export function openDataFolder(folder: string, migrations: readonly Migration[] = MIGRATIONS): DataFolder {
  const path = createFolder(resolve(folder))
  const unlock = lockFolder(path)
  try {
    if (existsSync(join(path, RESTORING_FILE))) throw new NoroshiError('restore-unfinished', `the restore into the data folder ${path} was interrupted`)
    bringToVersion(path, migrations)
    const paths = dataPaths(path)
    for (const subfolder of OWN_SUBFOLDERS) mkdirSync(paths[subfolder], { recursive: true, mode: 0o700 })
    return { ...paths, close: unlock }
  } catch (cause) {
    unlock()
    throw folderError(path, cause)
  }
}

/**
 * Makes the folder where there is none, and leaves it to whoever holds it: for those who keep a file there beside the server.
 *
 * @throws NoroshiError as {@link openDataFolder}, but for `data-locked`: whoever has the lock has made the folder
 */
export function makeDataFolder(folder: string): DataPaths {
  try {
    if (!isDataFolder(folder)) openDataFolder(folder).close()
  } catch (cause) {
    if (!(cause instanceof NoroshiError && cause.code === 'data-locked')) throw cause
  }
  return dataPaths(folder)
}

/** The paths alone, for who only looks. */
export function dataPaths(folder: string): DataPaths {
  const path = resolve(folder)
  const inside = (name: string) => join(path, name)
  return {
    path,
    clickhouse: inside('clickhouse'),
    postgres: inside('postgres'),
    evidence: inside('evidence'),
    custody: inside('custody'),
    spool: inside('spool'),
    uploads: inside('uploads'),
    streams: inside('streams'),
    rules: inside('rules'),
    run: inside('run'),
  }
}

/** Whether a folder was made by {@link openDataFolder}; every one of ours carries its version. */
export function isDataFolder(folder: string): boolean {
  return readVersion(folder) !== null
}

/** What the file system says of a data folder, in our words. */
export function folderError(path: string, cause: unknown): Error {
  if (cause instanceof NoroshiError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NoroshiError('disk-full', `there is no room left for ${path}`, { cause })
  return new NoroshiError('data-unusable', `the data folder ${path} cannot be used: ${messageOf(cause)}`, { cause })
}

/** A folder that is there must be empty or ours: nobody else's files come under our modes, and later under `reset`. */
function createFolder(path: string): string {
  try {
    const isNew = !existsSync(path)
    if (isNew) mkdirSync(path, { recursive: true, mode: 0o700 })
    if (!statSync(path).isDirectory()) throw new NoroshiError('data-not-ours', `${path} is not a folder`)
    const foreign = readdirSync(path).filter(name => !isFirstFile(name))
    if (foreign.length > 0 && !isDataFolder(path)) {
      throw new NoroshiError('data-not-ours', `the folder ${path} holds ${foreign[0]!} and was not made by Noroshi: it has no version file`)
    }
    if (foreign.length === 0) chmodSync(path, 0o700)
    return realpathSync(path)
  } catch (cause) {
    throw folderError(path, cause)
  }
}

/** What a start writes before the folder carries a version: another start may be at it now, or was killed there. */
function isFirstFile(name: string): boolean {
  return name === 'lock' || name === 'run' || name === RESTORING_FILE || name.startsWith('version.')
}
