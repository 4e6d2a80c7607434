import { spawn } from 'node:child_process'
import { chown, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import { giveTo, ownerFor, reachablePlace } from './account-access.ts'
import type { EmbeddedBinaries } from './embedded-binaries.ts'
import { runAs } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'
import { initdbArguments } from './server-settings.ts'

/**
 * Makes the folder that `postgres` starts on where it is absent (about one second) and sees to it that the account may use it. A start
 * that is killed half-way leaves nothing that a later one would take for whole; of two at once, one makes it.
 *
 * @param major the version of the programs
 * @returns the folder without symbolic links
 * @throws {NoroshiError} `child-start-failed` when it cannot be made, or was made by another version of PostgreSQL
 */
export async function prepareCluster(folder: string, binaries: EmbeddedBinaries, major: string, account: ServerAccount): Promise<string> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const place = await reachablePlace(folder, account)
  if (await versionIn(place) === null) await createCluster(place, binaries, account)
  const made = await versionIn(place)
  if (made !== major) {
    const reason = `${folder} was made by PostgreSQL ${made}, but this is ${major}; carry it over with the old version`
    throw new NoroshiError('child-start-failed', reason)
  }
  const owner = ownerFor(account)
  if ((await lstat(place)).uid !== owner.uid) await giveTo(place, owner)
  return realpath(place)
}

async function versionIn(place: string): Promise<string | null> {
  return readFile(join(place, 'PG_VERSION'), 'utf8').then(text => text.trim(), () => null)
}

async function createCluster(place: string, binaries: EmbeddedBinaries, account: ServerAccount): Promise<void> {
  const found = await readdir(place).catch(() => [])
  if (found.length > 0) throw new NoroshiError('child-start-failed', `${place} holds something else than a database; move it away`)
  const unfinished = await mkdtemp(`${place}.new-`)
  try {
    const { uid, gid } = ownerFor(account)
    await chown(unfinished, uid, gid)
    await initdb(unfinished, binaries, account)
    await rename(unfinished, place)
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true })
    // Another start was faster.
    if (await versionIn(place) !== null) return
    throw new NoroshiError('child-start-failed', `PostgreSQL's folder ${place} could not be made: ${messageOf(cause)}`, { cause })
  }
  await removeUnfinished(place)
}

/** What starts that were killed have left. One that still makes its folder cannot lose all of it, and removes it when it finds that it was slower. */
async function removeUnfinished(place: string): Promise<void> {
  const left = (await readdir(dirname(place))).filter(name => name.startsWith(`${basename(place)}.new-`))
  await Promise.allSettled(left.map(name => rm(join(dirname(place), name), { recursive: true, force: true })))
}

async function initdb(folder: string, binaries: EmbeddedBinaries, account: ServerAccount): Promise<void> {
  const { command, args, ...as } = runAs(account, binaries.initdb, initdbArguments(folder))
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', env, ...as })
  const said: Buffer[] = []
  child.stderr.on('data', (block: Buffer) => said.push(block))
  const end = await new Promise<string | null>(resolve => {
    child.once('error', error => resolve(messageOf(error)))
    child.once('close', (code, signal) => resolve(code === 0 ? null : `initdb ended with ${signal ?? `code ${code}`}`))
  })
  if (end === null) return
  const reason = Buffer.concat(said).toString('utf8').trim().replaceAll(/\s*\n\s*/g, ' | ')
  throw new Error([end, reason].filter(text => text !== '').join(': '))
}
