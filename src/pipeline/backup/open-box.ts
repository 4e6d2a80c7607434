import { stat } from 'node:fs/promises'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import type { Box } from './box.ts'
import { HEADER_NAME } from './box.ts'
import { FolderBox } from './folder-box.ts'
import type { ReadManifest } from './manifest.ts'
import { backupNames, readManifest } from './manifest.ts'
import type { BackupHeader, Sealing } from './sealing.ts'
import { headerSchema, newHeader, sealingOf } from './sealing.ts'
import { TarBox } from './tar-box.ts'

/** A box with how its pieces are written. */
export interface OpenBox {
  readonly box: Box
  readonly sealing: Sealing
}

/**
 * Opens where a backup is to go: a new file, or a folder, which may hold earlier ones.
 *
 * @param kind a folder that is there, or is named as one, takes many backups
 * @throws NoroshiError `backup-failed`, `backup-locked` when a folder's earlier backups have another passphrase
 */
export async function createBox(path: string, kind: 'file' | 'folder', passphrase: string | null): Promise<OpenBox> {
  if (kind === 'file') {
    const box = await TarBox.create(path)
    return { box, sealing: await begin(box, passphrase) }
  }
  const box = await FolderBox.create(path)
  if (!await box.has(HEADER_NAME)) return { box, sealing: await begin(box, passphrase) }
  const header = await readHeader(box)
  // A secret that is given and not used would be a promise broken.
  if (header.encryption === null && passphrase !== null) throw new NoroshiError('backup-failed', `the backups in ${path} are not encrypted; name another folder`)
  return { box, sealing: await sealingOf(header, passphrase) }
}

async function begin(box: Box, passphrase: string | null): Promise<Sealing> {
  try {
    const { header, sealing } = await newHeader(passphrase)
    const text = Buffer.from(`${JSON.stringify(header)}\n`)
    await box.add((async function* () { yield text })(), () => HEADER_NAME)
    return sealing
  } catch (cause) {
    await box.close()
    throw cause
  }
}

/** Opens a backup to read it. @throws NoroshiError `no-such-path`, `bad-backup`, `backup-locked` */
export async function openBox(path: string, passphrase: string | null): Promise<OpenBox> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new NoroshiError('no-such-path', `the backup ${path} cannot be read: ${messageOf(cause)}`, { cause })
  })
  const box = stats.isDirectory() ? await FolderBox.open(path) : await TarBox.open(path)
  try {
    return { box, sealing: await sealingOf(await readHeader(box), passphrase) }
  } catch (cause) {
    await box.close()
    throw cause
  }
}

/** The newest backup in a box, or the one whose name begins so. @throws NoroshiError `bad-backup` */
export async function chosenBackup({ box, sealing }: OpenBox, name: string | undefined): Promise<ReadManifest> {
  const names = await backupNames(box)
  const chosen = name === undefined ? names.at(-1) : names.find(each => each.startsWith(name) || each.endsWith(name))
  if (chosen === undefined) {
    throw new NoroshiError('bad-backup', names.length === 0 ? `${box.path} holds no finished backup` : `${box.path} holds no backup ${name}, but: ${names.join(', ')}`)
  }
  return readManifest(box, sealing, chosen)
}

async function readHeader(box: Box): Promise<BackupHeader> {
  let text = ''
  for await (const block of box.read(HEADER_NAME)) text += Buffer.from(block).toString('utf8').slice(0, 10_000)
  try {
    return headerSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new NoroshiError('bad-backup', `${box.path} is no backup that this Noroshi reads: ${HEADER_NAME} says something else`, { cause })
  }
}
