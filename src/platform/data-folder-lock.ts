import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { messageOf, NoroshiError } from './noroshi-error.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { identifyProcess, isRunning, processIdentitySchema } from './process-identity.ts'

/** SQLite's code for "another connection holds the lock". */
const SQLITE_BUSY = 5

/**
 * Locks a folder for this process; answers how to unlock it. The lock is the kernel's, on the file `lock` (a SQLite database without
 * content: Node's only way to it), so it goes with the process however that ends, no dead process must be told from a living one, and
 * of two starts at once exactly one wins. Nothing else may open the file: closing it would drop the lock (POSIX record locks).
 *
 * @throws NoroshiError `data-locked` that names the process, `data-unusable`
 */
export function lockFolder(folder: string): () => void {
  const database = takeLock(folder)
  try {
    writeOwner(folder)
  } catch (cause) {
    database.close()
    throw cannotLock(folder, cause)
  }
  let held = true
  return () => {
    if (held) database.close()
    held = false
  }
}

/** The running process that wrote itself down as the folder's owner; null when there is none. For messages: the lock itself decides. */
export function lockOwner(folder: string): ProcessIdentity | null {
  try {
    const owner = processIdentitySchema.parse(JSON.parse(readFileSync(ownerFile(folder), 'utf8')))
    return isRunning(owner) ? owner : null
  } catch {
    return null
  }
}

function takeLock(folder: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    if (isBusy(cause)) throw new NoroshiError('data-locked', `the data folder ${folder} is in use${byWhom(folder)}`, { cause })
    throw cannotLock(folder, cause)
  }
}

function cannotLock(folder: string, cause: unknown): NoroshiError {
  return new NoroshiError('data-unusable', `the data folder ${folder} cannot be locked: ${messageOf(cause)}`, { cause })
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' && (cause.errcode & 0xff) === SQLITE_BUSY
}

function byWhom(folder: string): string {
  const owner = lockOwner(folder)
  return owner === null ? '' : owner.pid === process.pid ? ' by this process' : ` by process ${owner.pid}`
}

function ownerFile(folder: string): string {
  return join(folder, 'run', 'owner.json')
}

function writeOwner(folder: string): void {
  mkdirSync(join(folder, 'run'), { recursive: true, mode: 0o700 })
  const part = `${ownerFile(folder)}.part`
  writeFileSync(part, `${JSON.stringify(identifyProcess(process.pid))}\n`, { mode: 0o600 })
  renameSync(part, ownerFile(folder))
}
