import { copyFile, link, mkdir, open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DataPaths } from '../../platform/data-folder.ts'
import { HEAD_FILE, LEDGER_FILE } from '../../store/custody/ledger.ts'
import { CustodyRegister } from '../../store/custody/custody-register.ts'
import { readHead } from '../../store/custody/ledger-line.ts'
import { readEntries } from '../../store/custody/read-entries.ts'
import { blobPath } from '../../store/evidence/blob-path.ts'
import { readBlob } from '../../store/evidence/read-blob.ts'
import { isMissing } from '../../store/evidence/store-error.ts'
import { MARKS_FILE } from '../collect/segment-marks.ts'
import { NOT_COPIED } from './defaults.ts'
import type { Part } from './manifest.ts'
import type { PartWriter } from './part-writer.ts'

/** Every file below a folder, by its path in it, sorted; symbolic links and sockets are left out. */
async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw cause
  })
  return found.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()
}

/**
 * Gives files a second name, so that they stay when the first one goes. Content of some goes on growing; of the marks of sources that must not be: they are copied, and
 * first, so that what they say was taken is among the rest. What was taken after them is taken again, and known.
 */
export async function keepNames(from: string, to: string): Promise<void> {
  for (const path of (await filesBelow(from)).filter(isMarks)) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 })
    await copyFile(join(from, path), join(to, path))
  }
  for (const path of (await filesBelow(from)).filter(each => !isMarks(each))) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 })
    // Gone since it was listed: sealed, and then it has another name, or in the store.
    if (!await keepName(from, to, path)) await keepName(from, to, path.replace(/\.open$/, '.sealed'))
  }
}

function isMarks(path: string): boolean {
  return basename(path) === MARKS_FILE
}

/** False when it is not there. */
async function keepName(from: string, to: string, path: string): Promise<boolean> {
  try {
    await link(join(from, path), join(to, path))
    return true
  } catch (cause) {
    if (isMissing(cause)) return false
    // Kept under this name already.
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return true
    throw cause
  }
}

/** Of segments that are none of the evidence that is known; one that was renamed while they were kept has two names, of which the last counts. */
export async function copySegments(writer: PartWriter, folder: string, known: ReadonlySet<string>): Promise<Part[]> {
  const names = new Set(await filesBelow(folder))
  const isOpen = (path: string) => path.endsWith('.open')
  return copyFiles(writer, folder, 'streams/', path => !known.has(path.replace(/\.(?:open|sealed)$/, '')) && !(isOpen(path) && names.has(path.replace(/open$/, 'sealed'))))
}

/** Files of a folder, those that are wanted; one that goes meanwhile is left out. */
export async function copyFiles(writer: PartWriter, folder: string, prefix: string, isWanted: (path: string) => boolean): Promise<Part[]> {
  const parts: Part[] = []
  for (const path of (await filesBelow(folder)).filter(isWanted)) {
    const stored = await writer.write(readBlob(join(folder, path))).catch((cause: unknown) => {
      if (isMissing(cause)) return null
      throw cause
    })
    if (stored !== null) parts.push({ kind: 'file', path: `${prefix}${path}`, ...stored })
  }
  return parts
}

/** What else lies in the data folder: keys, certificates, rules, and what rooms keep there. */
export async function copyOthers(writer: PartWriter, data: DataPaths): Promise<Part[]> {
  const parts: Part[] = []
  for (const entry of await readdir(data.path, { withFileTypes: true })) {
    if (NOT_COPIED.includes(entry.name) || /^(?:version|postgres)\./.test(entry.name)) continue
    if (entry.isFile()) parts.push(...await copyFiles(writer, data.path, '', path => path === entry.name))
    else if (entry.isDirectory()) parts.push(...await copyFiles(writer, join(data.path, entry.name), `${entry.name}/`, () => true))
  }
  return parts
}

/** The custody ledger as far as its head says, with its keys; and the bytes that it says are stored. */
export async function copyCustody(writer: PartWriter, data: DataPaths, staging: string): Promise<{ readonly parts: readonly Part[]; readonly register: CustodyRegister }> {
  await mkdir(staging, { recursive: true, mode: 0o700 })
  const head = await wholeFile(join(data.custody, HEAD_FILE))
  await keepPrefix(data.custody, staging, head === null ? 0 : entriesOf(head))
  const register = new CustodyRegister()
  for await (const entry of readEntries(staging)) register.accept(entry)
  const parts = [
    ...await copyFiles(writer, staging, 'custody/', () => true),
    ...await copyFiles(writer, data.custody, 'custody/', path => path !== LEDGER_FILE && path !== HEAD_FILE && !path.endsWith('.part')),
  ]
  if (head !== null) parts.push({ kind: 'file', path: `custody/${HEAD_FILE}`, ...await writer.write(one(head)) })
  return { parts, register }
}

function entriesOf(head: Buffer): number {
  const read = readHead(head, null)
  return 'wrong' in read ? 0 : read.entries
}

/** The first lines of the ledger: it may have grown since its head was read. */
async function keepPrefix(custody: string, staging: string, lines: number): Promise<void> {
  const file = await open(join(staging, LEDGER_FILE), 'w', 0o600)
  let left = lines
  try {
    for await (const block of readBlob(join(custody, LEDGER_FILE))) {
      let end = 0
      while (left > 0) {
        const at = block.indexOf(0x0a, end)
        if (at < 0) break
        end = at + 1
        left--
      }
      await file.writeFile(left === 0 ? block.subarray(0, end) : block)
      if (left === 0) return
    }
  } catch (cause) {
    if (!isMissing(cause)) throw cause
  } finally {
    await file.close()
  }
}

/** The stored bytes of all evidence. */
export async function copyEvidence(writer: PartWriter, data: DataPaths, register: CustodyRegister): Promise<{
  readonly parts: readonly Part[]
  readonly damaged: readonly string[]
  /** Deleted while this went on. */
  readonly missing: readonly string[]
}> {
  const parts: Part[] = []
  const damaged: string[] = []
  const missing: string[] = []
  for (const { blob, bytes, deleted } of register.blobs) {
    if (deleted !== null) continue
    const known = await writer.known(blob, bytes)
    const stored = known ?? await writer.write(readBlob(blobPath(data.evidence, blob).file)).catch((cause: unknown) => {
      if (isMissing(cause)) return null
      throw cause
    })
    if (stored === null) missing.push(blob)
    else if (stored.sha256 === blob) parts.push({ kind: 'evidence', ...stored })
    else {
      damaged.push(blob)
      // As it is: a restore is to show the same damage, not to hide it.
      parts.push({ kind: 'file', path: `evidence/${blob.slice(0, 2)}/${blob.slice(2, 4)}/${blob}`, ...stored })
    }
  }
  return { parts, damaged, missing }
}

async function wholeFile(path: string): Promise<Buffer | null> {
  const blocks: Buffer[] = []
  try {
    for await (const block of readBlob(path)) blocks.push(Buffer.from(block))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
  return Buffer.concat(blocks)
}

async function* one(block: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield block
}

export async function removeStaging(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
