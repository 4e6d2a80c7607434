import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, storeError } from '../evidence/store-error.ts'
import type { BlobCheck } from '../evidence/evidence-store.ts'
import { listBlobs, verifyBlob, verifyIncoming } from '../evidence/evidence-store.ts'
import type { CustodyFolders } from './custody.ts'
import type { CustodyEntry } from './custody-entry.ts'
import { NO_ENTRY } from './custody-entry.ts'
import { CustodyRegister } from './custody-register.ts'
import { LISTED_PROBLEMS } from './defaults.ts'
import { HEAD_FILE, LEDGER_FILE } from './ledger.ts'
import type { LedgerHead } from './ledger-line.ts'
import { readHead, readLine } from './ledger-line.ts'
import { readLines } from './read-lines.ts'
import { PUBLIC_KEY_FILE, PublicKey } from './signing-key.ts'

export type ProblemKind =
  | 'key-missing' | 'key-changed'
  | 'head-missing' | 'head-damaged'
  | 'entry-damaged' | 'entry-order' | 'ledger-truncated' | 'head-not-found'
  | 'blob-damaged' | 'blob-missing' | 'blob-unknown' | 'foreign-file'

export interface CustodyProblem {
  readonly kind: ProblemKind
  /** An entry's number, a blob's hash, a file. */
  readonly where: string
  readonly what: string
}

export interface CustodyVerification {
  /** Nothing was changed, removed, added or put in another order. */
  readonly sound: boolean
  readonly entries: number
  /** Whose bytes were compared with their hash. */
  readonly blobs: number
  readonly bytes: number
  /** Hash of the last entry, null without one; and of the key. Kept elsewhere, they prove more than the folder alone can. */
  readonly head: string | null
  readonly keyFingerprint: string | null
  /** At most {@link LISTED_PROBLEMS}. */
  readonly problems: readonly CustodyProblem[]
  readonly problemsTotal: number
  /** What a crash leaves and the next start settles. */
  readonly notes: readonly string[]
}

export interface VerifyOptions {
  /** A public key kept elsewhere, as PEM; else the one in the folder. */
  readonly publicKey?: string | undefined
  /** The hash of an entry, noted at an earlier time: it must be in the chain. */
  readonly head?: string | undefined
  readonly onBlob?: (bytes: number) => void
}

/**
 * Checks everything about a data folder's evidence with nothing but the files: each entry's form, hash, signature, number and chain, the
 * head, each blob against its hash, and that blobs and entries speak of each other. Reads only.
 *
 * @throws NoroshiError `data-unusable` when the files cannot be read
 */
export async function verifyCustody(folders: CustodyFolders, options: VerifyOptions = {}): Promise<CustodyVerification> {
  return new Verification(folders, options).run()
}

const NOTHING: CustodyVerification = {
  sound: true, entries: 0, blobs: 0, bytes: 0, head: null, keyFingerprint: null, problems: [], problemsTotal: 0, notes: [],
}

class Verification {
  readonly #folders: CustodyFolders
  readonly #options: VerifyOptions
  readonly #register = new CustodyRegister()
  readonly #problems: CustodyProblem[] = []
  readonly #notes: string[] = []
  #problemsTotal = 0
  #entries = 0
  #last = NO_ENTRY
  #headFound = false

  constructor(folders: CustodyFolders, options: VerifyOptions) {
    this.#folders = folders
    this.#options = options
  }

  async run(): Promise<CustodyVerification> {
    if (await this.#isUnused()) return { ...NOTHING, notes: ['nothing was ever received here'] }
    const key = await this.#readKey()
    // Before the ledger: what is written meanwhile comes after it.
    const head = await this.#readHead(key)
    await this.#readLedger(key, head)
    const { blobs, bytes } = await this.#readBlobs()
    if (this.#options.head !== undefined && !this.#headFound) {
      this.#tell('head-not-found', this.#options.head, 'no entry has this hash: what was there when it was noted has been changed or removed')
    }
    return {
      sound: this.#problemsTotal === 0,
      entries: this.#entries,
      blobs,
      bytes,
      head: this.#entries === 0 ? null : this.#last,
      keyFingerprint: key?.fingerprint ?? null,
      problems: this.#problems,
      problemsTotal: this.#problemsTotal,
      notes: this.#notes,
    }
  }

  async #isUnused(): Promise<boolean> {
    for (const name of [PUBLIC_KEY_FILE, HEAD_FILE]) if (await this.#readFile(name) !== null) return false
    for await (const _ of readLines(join(this.#folders.custody, LEDGER_FILE))) return false
    for await (const _ of listBlobs(this.#folders.evidence)) return false
    return true
  }

  async #readKey(): Promise<PublicKey | null> {
    const inFolder = await this.#readFile(PUBLIC_KEY_FILE)
    const pem = this.#options.publicKey ?? inFolder?.toString('utf8')
    if (inFolder === null) this.#tell('key-missing', PUBLIC_KEY_FILE, 'there is no public key; no signature can be checked without one')
    const key = pem === undefined ? null : PublicKey.fromPem(pem)
    if (pem !== undefined && key === null) this.#tell('key-changed', PUBLIC_KEY_FILE, 'is not an Ed25519 public key as it was written')
    if (key !== null && inFolder !== null && inFolder.toString('utf8') !== key.pem) {
      this.#tell('key-changed', PUBLIC_KEY_FILE, 'is not the key that was given')
    }
    return key
  }

  async #readHead(key: PublicKey | null): Promise<LedgerHead | null> {
    const content = await this.#readFile(HEAD_FILE)
    if (content === null) {
      this.#tell('head-missing', HEAD_FILE, 'is missing: entries may have been removed from the end')
      return null
    }
    const head = readHead(content, key)
    if (!('wrong' in head)) return head
    this.#tell('head-damaged', HEAD_FILE, head.wrong)
    return null
  }

  async #readLedger(key: PublicKey | null, head: LedgerHead | null): Promise<void> {
    let lines = 0
    for await (const { bytes, torn } of readLines(join(this.#folders.custody, LEDGER_FILE))) {
      lines++
      if (torn && (head === null || lines > head.entries)) {
        this.#notes.push(`a crash left ${bytes.length} bytes of an entry behind the last one; nobody was told of it, and the next start sets it aside`)
        continue
      }
      const read = torn ? { wrong: 'is torn' } : readLine(bytes, key)
      if ('wrong' in read) this.#tell('entry-damaged', String(lines), read.wrong)
      else this.#accept(read.entry, read.hash, lines, key)
      if (head?.entries === lines && !('wrong' in read) && read.hash !== head.last) {
        this.#tell('entry-order', String(lines), 'is not the entry that the head names')
      }
    }
    if (head !== null && lines < head.entries) {
      this.#tell('ledger-truncated', LEDGER_FILE, `has ${lines} entries; the head names ${head.entries}`)
    }
    if (head !== null && this.#entries > head.entries) {
      this.#notes.push(`the head is ${this.#entries - head.entries} entries behind: a crash, or somebody is writing`)
    }
  }

  /** Damaged entries count: one that is gone shows in the number and the chain of the next. */
  #accept(entry: CustodyEntry, hash: string, line: number, key: PublicKey | null): void {
    const where = String(line)
    if (entry.number !== line) this.#tell('entry-order', where, `has the number ${entry.number}`)
    else if (entry.previous !== this.#last) this.#tell('entry-order', where, 'does not follow the entry before it')
    if (line === 1) this.#checkBeginning(entry, key)
    if (hash === this.#options.head) this.#headFound = true
    this.#entries = line
    this.#last = hash
    this.#register.accept(entry)
  }

  #checkBeginning({ action, details }: CustodyEntry, key: PublicKey | null): void {
    if (action !== 'opened') this.#tell('entry-order', '1', 'is not the beginning of a ledger')
    else if (key !== null && details['publicKey'] !== key.fingerprint) this.#tell('key-changed', '1', 'names another key')
  }

  async #readBlobs(): Promise<{ blobs: number; bytes: number }> {
    let blobs = 0
    let bytes = 0
    for (const record of this.#register.blobs) {
      if (record.deleted !== null) continue
      const check = await this.#checkBlob(record.blob)
      blobs++
      if (check.state === 'damaged') this.#tell('blob-damaged', record.blob, check.reason)
      else if (check.state === 'missing') this.#tell('blob-missing', record.blob, 'was received and is not there')
      else {
        bytes += check.bytes
        this.#options.onBlob?.(check.bytes)
        if (check.bytes !== record.bytes) this.#tell('blob-damaged', record.blob, `has ${check.bytes} bytes; ${record.bytes} were received`)
      }
    }
    for await (const found of listBlobs(this.#folders.evidence)) {
      if ('foreign' in found) this.#tell('foreign-file', found.foreign, 'is no blob')
      else if (this.#register.blob(found.sha256) === undefined) this.#tell('blob-unknown', found.sha256, 'is stored, and no entry says that it was received')
      else if (!this.#register.isStored(found.sha256)) this.#notes.push(`${found.sha256} is deleted and still there; the next start removes it`)
    }
    return { blobs, bytes }
  }

  /** One that was received and not yet put in place waits where it came in. */
  async #checkBlob(blob: string): Promise<BlobCheck> {
    const check = await verifyBlob(this.#folders.evidence, blob)
    if (check.state !== 'missing') return check
    const waiting = await verifyIncoming(this.#folders.evidence, blob)
    if (waiting.state === 'sound') this.#notes.push(`${blob} is not in its place yet; the next start puts it there`)
    return waiting
  }

  async #readFile(name: string): Promise<Buffer | null> {
    try {
      return await readFile(join(this.#folders.custody, name))
    } catch (cause) {
      if (isMissing(cause)) return null
      throw storeError(this.#folders.custody, cause)
    }
  }

  #tell(kind: ProblemKind, where: string, what: string): void {
    this.#problemsTotal++
    if (this.#problems.length < LISTED_PROBLEMS) this.#problems.push({ kind, where, what })
  }
}
