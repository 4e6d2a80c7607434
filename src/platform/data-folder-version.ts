import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { NoroshiError } from './noroshi-error.ts'

/** Brings a data folder from one version to the next. A crash may make it run again: it must bear that. */
export type Migration = (folder: string) => void

/** The first leads from version 1 to version 2. */
export const MIGRATIONS: readonly Migration[] = []

const FIRST_VERSION = 1
const FILE = 'version'

/** A number alone in the file; null without one. */
export function readVersion(folder: string): number | null {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch {
    return null
  }
  return /^[1-9]\d{0,5}\n?$/.test(text) ? Number(text) : null
}

/**
 * Gives a new folder the newest version, and an older one the migrations it lacks, each recorded when it is through. The caller holds
 * the lock.
 *
 * @throws NoroshiError `data-newer` @throws whatever a migration throws; the version then is the last that was reached
 */
export function bringToVersion(folder: string, migrations: readonly Migration[]): void {
  const newest = FIRST_VERSION + migrations.length
  const version = readVersion(folder)
  if (version === null) return writeVersion(folder, newest)
  if (version > newest) {
    throw new NoroshiError('data-newer', `the data folder ${folder} has version ${version}; this Noroshi knows versions up to ${newest}`)
  }
  for (let reached = version; reached < newest; reached++) {
    migrations[reached - FIRST_VERSION]!(folder)
    writeVersion(folder, reached + 1)
  }
}

/** Whole or not at all, whatever happens. */
function writeVersion(folder: string, version: number): void {
  const path = join(folder, FILE)
  const part = `${path}.${process.pid}.part`
  const file = openSync(part, 'w', 0o600)
  try {
    writeSync(file, `${version}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
  syncFolder(folder)
}

/** A rename is on the disk when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
