import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '../../model/time.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { syncFolder } from '../evidence/blob-path.ts'
import { isMissing, storeError } from '../evidence/store-error.ts'
import type { CustodyEntry, NewEntry } from './custody-entry.ts'
import { NO_ENTRY } from './custody-entry.ts'
import { MAX_GROUP } from './defaults.ts'
import type { LedgerLine } from './ledger-line.ts'
import { NEWLINE, readHead, readLine, writeHead, writeLine } from './ledger-line.ts'
import { readLines } from './read-lines.ts'
import { replaceFile } from './replace-file.ts'
import { PUBLIC_KEY_FILE, SigningKey } from './signing-key.ts'

export const LEDGER_FILE = 'ledger'
export const HEAD_FILE = 'head'

interface Waiting {
  readonly entry: NewEntry
  readonly resolve: (entry: CustodyEntry) => void
  readonly reject: (cause: unknown) => void
}

/**
 * The append-only ledger of who did what when, with one writer. An entry is on the disk when {@link append} answers, and the head, which
 * says how many there are, too. Entries that wait are synced together.
 */
export class Ledger {
  readonly #folder: string
  readonly #key: SigningKey
  readonly #file: FileHandle
  #entries: number
  #last: string
  /** Bytes of whole entries. */
  #end: number
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #broken: unknown = null

  private constructor(folder: string, key: SigningKey, file: FileHandle, tail: Tail) {
    this.#folder = folder
    this.#key = key
    this.#file = file
    this.#entries = tail.entries
    this.#last = tail.last
    this.#end = tail.end
  }

  /**
   * Opens the ledger, begins it at first use, and tells every entry it holds. Hashes, chain and head are checked; what a crash left of
   * entries nobody was told of is set aside in a file of its own, with an entry that says so.
   *
   * @throws NoroshiError `custody-broken` when anything else is wrong; nothing is changed then. `data-unusable`, `disk-full`
   */
  static async open(folder: string, actor: string, onEntry: (entry: CustodyEntry) => void): Promise<Ledger> {
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => { throw storeError(folder, cause) })
    const tail = await readTail(folder, onEntry)
    const key = await SigningKey.load(folder) ?? (tail.entries === 0 ? await SigningKey.create(folder) : null)
    if (key === null) throw broken(folder, 'its signing key is gone')
    await writePublicKey(folder, key)
    const file = await openFile(folder)
    const ledger = new Ledger(folder, key, file, tail)
    try {
      await ledger.#settle(tail, actor, onEntry)
      return ledger
    } catch (cause) {
      await file.close()
      throw cause
    }
  }

  /** On return the entry is on the disk. @throws NoroshiError `disk-full`, `data-unusable`; the ledger is as before then */
  append(entry: NewEntry): Promise<CustodyEntry> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      this.#writing ??= this.#writeAll().finally(() => { this.#writing = null })
    })
  }

  /** Hash of the last entry: written down elsewhere, it proves later that nothing before it has changed or is missing. */
  get head(): { readonly entries: number; readonly last: string } {
    return { entries: this.#entries, last: this.#last }
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#file.close()
  }

  async #settle(tail: Tail, actor: string, onEntry: (entry: CustodyEntry) => void): Promise<void> {
    if (tail.torn !== null) {
      const name = `torn-${tail.entries + 1}`
      await replaceFile(this.#folder, name, tail.torn.toString('base64'))
      await this.#file.truncate(this.#end).catch((cause: unknown) => { throw storeError(this.#folder, cause) })
      const sha256 = createHash('sha256').update(tail.torn).digest('hex')
      if (tail.entries > 0) onEntry(await this.append({ actor, action: 'repaired', details: { bytes: tail.torn.length, sha256, file: name } }))
    }
    if (tail.entries === 0) {
      const { fingerprint } = this.#key.public
      onEntry(await this.append({ actor, action: 'opened', details: { publicKey: fingerprint } }))
    } else if (tail.headBehind) await this.#writeHead()
  }

  async #writeAll(): Promise<void> {
    // What is reported in the same turn is written together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP)
      try {
        const lines = await this.#write(group.map(({ entry }) => entry))
        group.forEach(({ resolve }, index) => resolve(lines[index]!.entry))
      } catch (cause) {
        for (const { reject } of group) reject(cause)
      }
    }
  }

  async #write(entries: readonly NewEntry[]): Promise<readonly LedgerLine[]> {
    if (this.#broken !== null) throw broken(this.#folder, `an earlier write failed: ${messageOf(this.#broken)}`)
    const before = { entries: this.#entries, last: this.#last, end: this.#end }
    try {
      const lines = entries.map(entry => this.#next(entry))
      const bytes = Buffer.from(lines.map(({ text }) => text).join(''))
      await this.#writeAt(bytes, before.end)
      await this.#file.sync()
      this.#end = before.end + bytes.length
      await this.#writeHead()
      return lines
    } catch (cause) {
      this.#entries = before.entries
      this.#last = before.last
      this.#end = before.end
      await this.#undo(before.end)
      throw storeError(this.#folder, cause)
    }
  }

  /** Nobody was told of what stands behind: it goes. If it cannot, no further entry must follow it; the next start repairs. */
  async #undo(end: number): Promise<void> {
    try {
      // First the head, which must never name more than there is.
      const head = await loadHead(this.#folder)
      if (head !== null && head.entries > this.#entries) {
        if (this.#entries === 0) await rm(join(this.#folder, HEAD_FILE))
        else await this.#writeHead()
      }
      await this.#file.truncate(end)
      await this.#file.sync()
    } catch (cause) {
      this.#broken = cause
    }
  }

  #next({ actor, action, blob, evidence, paths = [], members = [], details = {} }: NewEntry): LedgerLine {
    const line = writeLine({
      number: ++this.#entries,
      time: formatTime(Date.now() * 1_000),
      actor,
      action,
      blob: blob ?? null,
      evidence: evidence ?? null,
      paths: [...paths],
      members: [...members],
      details,
      previous: this.#last,
    }, this.#key)
    this.#last = line.hash
    return line
  }

  async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      written += (await this.#file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
    }
  }

  async #writeHead(): Promise<void> {
    await replaceFile(this.#folder, HEAD_FILE, writeHead({ entries: this.#entries, last: this.#last }, this.#key))
  }
}

/** What a ledger says of its end. */
interface Tail {
  readonly entries: number
  readonly last: string
  readonly end: number
  /** What stands behind the last whole entry. */
  readonly torn: Buffer | null
  readonly headBehind: boolean
}

async function readTail(folder: string, onEntry: (entry: CustodyEntry) => void): Promise<Tail> {
  const head = await loadHead(folder)
  const path = join(folder, LEDGER_FILE)
  const torn: Uint8Array[] = []
  let entries = 0
  let last = NO_ENTRY
  let end = 0
  for await (const line of readLines(path)) {
    const read = torn.length > 0 || line.torn ? { wrong: 'is torn' } : readLine(line.bytes, null)
    if ('wrong' in read || read.entry.number !== entries + 1 || read.entry.previous !== last) {
      if (head !== null && entries < head.entries) throw broken(folder, `entry ${entries + 1} is damaged or missing`)
      torn.push(line.bytes, ...(line.torn ? [] : [Uint8Array.of(NEWLINE)]))
      continue
    }
    entries++
    last = read.hash
    end = line.offset + line.bytes.length + 1
    if (head?.entries === entries && head.last !== last) throw broken(folder, `entry ${entries} is not the one that the head names`)
    onEntry(read.entry)
  }
  if (head !== null && entries < head.entries) throw broken(folder, `it has ${entries} of ${head.entries} entries`)
  if (head === null && entries > 1) throw broken(folder, 'its head is missing')
  return { entries, last, end, torn: torn.length === 0 ? null : Buffer.concat(torn), headBehind: (head?.entries ?? 0) < entries }
}

async function loadHead(folder: string) {
  const content = await readFile(join(folder, HEAD_FILE)).catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw storeError(folder, cause)
  })
  if (content === null) return null
  const head = readHead(content, null)
  if ('wrong' in head) throw broken(folder, `its head ${head.wrong}`)
  return head
}

function broken(folder: string, what: string): NoroshiError {
  return new NoroshiError('custody-broken', `the custody ledger in ${folder} cannot be continued: ${what}`)
}

async function openFile(folder: string): Promise<FileHandle> {
  const path = join(folder, LEDGER_FILE)
  try {
    const file = await open(path, 'r+').catch((cause: unknown) => {
      if (isMissing(cause)) return open(path, 'wx+', 0o600)
      throw cause
    })
    await syncFolder(folder)
    return file
  } catch (cause) {
    throw storeError(folder, cause)
  }
}

/** A crash at first use may have left it out; one that is another key's is for the verification to tell. */
async function writePublicKey(folder: string, key: SigningKey): Promise<void> {
  const there = await readFile(join(folder, PUBLIC_KEY_FILE)).catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw storeError(folder, cause)
  })
  if (there === null) await replaceFile(folder, PUBLIC_KEY_FILE, key.public.pem)
}
