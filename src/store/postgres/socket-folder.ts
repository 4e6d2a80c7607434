import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { Owner } from './account-access.ts'
import { SERVER } from './defaults.ts'

/**
 * Where the server's socket lies: the run folder, or, where its path is too long for a socket or it belongs to another, a private folder
 * among the temporary files that is always the same for this run folder.
 *
 * @throws {NoroshiError} `child-start-failed` when somebody else has put something in that place
 */
export async function socketFolder(runFolder: string, owner: Owner): Promise<string> {
  await mkdir(runFolder, { recursive: true, mode: 0o700 })
  if (isShort(runFolder) && (await lstat(runFolder)).uid === owner.uid) return runFolder
  const name = `noroshi-${createHash('sha256').update(runFolder).digest('hex').slice(0, 16)}`
  const folder = [tmpdir(), '/tmp'].map(temporary => join(temporary, name)).find(isShort) ?? join('/tmp', name)
  await makePrivate(folder, owner)
  return folder
}

function socketPath(folder: string): string {
  return join(folder, `.s.PGSQL.${SERVER.port}`)
}

function isShort(folder: string): boolean {
  return Buffer.byteLength(socketPath(folder)) <= SERVER.socketPathBytes
}

async function makePrivate(folder: string, { uid, gid }: Owner): Promise<void> {
  const made = await mkdir(folder, { mode: 0o700 }).then(() => true, () => false)
  if (made && uid !== process.getuid?.()) await chown(folder, uid, gid)
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new NoroshiError('child-start-failed', `${folder} is needed for PostgreSQL's socket, but it is not a private folder of user ${uid}`)
  }
}
