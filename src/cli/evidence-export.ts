import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import type { Custody } from '../store/custody/custody.ts'
import type { EvidenceOptions } from './evidence.ts'
import { findTarget } from './evidence.ts'
import type { ChangeView } from './evidence-schemas.ts'
import { terminal } from './terminal.ts'
import { withCustody } from './with-custody.ts'

/** `noroshi evidence export`: the bytes of a blob, compared with their hash on the way; the entry is written before they leave. */
export async function exportEvidence(id: string, file: string, options: EvidenceOptions): Promise<number> {
  const path = resolve(file)
  const view = await withCustody(options, async (custody, actor): Promise<ChangeView> => {
    const { kind, sha256 } = findTarget(id, custody.register)
    const [blob] = kind === 'blob' ? [sha256] : custody.register.storedBlobsOf(sha256)
    if (blob === undefined || !custody.register.isStored(blob)) throw new NoroshiError('no-such-evidence', `the bytes of ${sha256} are deleted`)
    await custody.record({ actor, action: 'exported', blob, paths: [path] })
    await writeBlob(custody, blob, path)
    return { deed: 'export', kind, sha256, blobs: [blob], kept: [] }
  })
  terminal().stdout.write(options.json ? `${JSON.stringify(view)}\n` : `${view.blobs[0]!} is in ${path}\n`)
  return 0
}

async function writeBlob(custody: Custody, blob: string, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new NoroshiError('export-failed', `cannot make the file ${path}: ${messageOf(cause)}`, { cause })
  })
  const hash = createHash('sha256')
  try {
    for await (const block of custody.store.openBlob(blob)) {
      hash.update(block)
      await file.writeFile(block)
    }
    await file.sync()
    if (hash.digest('hex') !== blob) throw new NoroshiError('custody-broken', `the stored bytes do not have the SHA-256 ${blob} any more`)
  } catch (cause) {
    await rm(path, { force: true })
    throw cause instanceof NoroshiError ? cause : new NoroshiError('export-failed', `cannot write ${path}: ${messageOf(cause)}`, { cause })
  } finally {
    await file.close()
  }
}
