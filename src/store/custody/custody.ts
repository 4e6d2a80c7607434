import { NoroshiError } from '../../platform/noroshi-error.ts'
import { EvidenceStore } from '../evidence/evidence-store.ts'
import type { CanonicalValue } from './canonical-json.ts'
import type { BlobMember, NewEntry } from './custody-entry.ts'
import { CustodyRegister } from './custody-register.ts'
import { MEMBER_TEXT_PER_ENTRY } from './defaults.ts'
import { Ledger } from './ledger.ts'

export interface CustodyFolders {
  readonly evidence: string
  readonly custody: string
}

export interface ReceiveOptions {
  /** Where it came from, as people know it. */
  readonly path: string
  readonly actor: string
  /** What else is known of it, such as the file's time. */
  readonly details?: Readonly<Record<string, CanonicalValue>>
}

export interface Received {
  readonly blob: string
  readonly bytes: number
  /** These bytes were there already; only the path is new. */
  readonly known: boolean
}

/** A blob, or a piece of evidence in one. */
export type CustodyTarget = { readonly kind: 'blob' | 'evidence'; readonly sha256: string }

export interface Deleted {
  /** Whose bytes are gone. */
  readonly blobs: readonly string[]
  /** Still stored, because they hold other evidence too. */
  readonly kept: readonly string[]
}

/**
 * The evidence store and its ledger as one: nothing comes in, is read out or goes without an entry, and each crash leaves them agreeing.
 * An entry is written first, the deed follows, and the next start finishes it. One process has it: the holder of the data folder.
 */
export class Custody {
  readonly register: CustodyRegister
  readonly store: EvidenceStore
  readonly #ledger: Ledger
  /** Deeds on one blob follow each other, and so do holds and deletions. */
  readonly #turns = new Map<string, Promise<unknown>>()

  private constructor(register: CustodyRegister, store: EvidenceStore, ledger: Ledger) {
    this.register = register
    this.store = store
    this.#ledger = ledger
  }

  /** @param actor who is written down for the beginning and for repairs @throws NoroshiError `custody-broken`, `data-unusable`, `disk-full` */
  static async open(folders: CustodyFolders, actor: string): Promise<Custody> {
    const register = new CustodyRegister()
    const ledger = await Ledger.open(folders.custody, actor, entry => register.accept(entry))
    try {
      const store = await EvidenceStore.open(folders.evidence, sha256 => register.isStored(sha256))
      for (const { blob, deleted } of register.blobs) if (deleted !== null) await store.deleteBlob(blob)
      return new Custody(register, store, ledger)
    } catch (cause) {
      await ledger.close()
      throw cause
    }
  }

  close(): Promise<void> {
    return this.#ledger.close()
  }

  /** Takes bytes in: on return they and the entry about them are on the disk. @throws NoroshiError `disk-full`, `data-unusable`; nothing is kept then */
  async receive(content: AsyncIterable<Uint8Array>, { path, actor, details = {} }: ReceiveOptions): Promise<Received> {
    const incoming = await this.store.take(content)
    const { sha256: blob, bytes } = incoming
    return this.#inTurn(blob, async () => {
      const known = this.register.isStored(blob)
      try {
        await this.#append({ actor, action: 'received', blob, paths: [path], details: { ...details, bytes } })
      } catch (cause) {
        await this.store.drop(incoming)
        throw cause
      }
      await this.store.keep(incoming)
      return { blob, bytes, known }
    })
  }

  /** Writes down what evidence is in a blob; what was written down before is left out. */
  async identify(blob: string, members: readonly BlobMember[], actor: string): Promise<void> {
    const known = new Set(this.register.blob(blob)?.members.map(({ evidence, path }) => `${evidence} ${path}`))
    const added = members.filter(({ evidence, path }) => !known.has(`${evidence} ${path}`) || this.register.isDeletedEvidence(evidence))
    for (const group of inGroups(added)) await this.#append({ actor, action: 'identified', blob, members: group })
  }

  /** Writes down a deed that changes nothing here: `read`, `exported`, `verified`. */
  async record(entry: NewEntry & { readonly action: 'read' | 'exported' | 'verified' }): Promise<void> {
    await this.#append(entry)
  }

  /** Forbids deletion until it is released. */
  async hold({ kind, sha256 }: CustodyTarget, actor: string, reason: string): Promise<void> {
    await this.#inTurn(HOLDS, () => this.#append({ actor, action: 'held', [kind]: sha256, details: { reason } }))
  }

  /** @throws NoroshiError `no-such-evidence` when there is no hold */
  async release({ kind, sha256 }: CustodyTarget, actor: string, reason: string): Promise<void> {
    await this.#inTurn(HOLDS, async () => {
      if (this.register.holdOf(sha256) === undefined) throw new NoroshiError('no-such-evidence', `there is no hold on ${sha256}`)
      await this.#append({ actor, action: 'released', [kind]: sha256, details: { reason } })
    })
  }

  /**
   * Deletes the bytes of a blob; or a piece of evidence, and with it each blob that holds nothing else. The entries stay.
   *
   * @throws NoroshiError `evidence-held`, `no-such-evidence`
   */
  delete(target: CustodyTarget, actor: string, reason: string): Promise<Deleted> {
    return this.#inTurn(HOLDS, () => this.#delete(target, actor, reason))
  }

  /** What {@link delete} would delete. @throws NoroshiError `evidence-held`, `no-such-evidence` */
  planDeletion({ kind, sha256 }: CustodyTarget): Deleted {
    const stored = kind === 'blob' ? [sha256].filter(blob => this.register.isStored(blob)) : this.register.storedBlobsOf(sha256)
    if (stored.length === 0) throw new NoroshiError('no-such-evidence', `${sha256} is not stored, or deleted already`)
    for (const hold of [this.register.holdOf(sha256), ...stored.map(blob => this.register.holdOn(blob))]) {
      if (hold === undefined) continue
      throw new NoroshiError('evidence-held', `${hold.target} is on hold by ${hold.actor} since ${hold.time}: ${hold.reason}`)
    }
    const blobs = kind === 'blob' ? stored : stored.filter(blob => this.#holdsOnly(blob, sha256))
    return { blobs, kept: stored.filter(blob => !blobs.includes(blob)) }
  }

  async #delete(target: CustodyTarget, actor: string, reason: string): Promise<Deleted> {
    const deleted = this.planDeletion(target)
    if (target.kind === 'evidence') await this.#append({ actor, action: 'deleted', evidence: target.sha256, details: { reason } })
    for (const blob of deleted.blobs) {
      await this.#inTurn(blob, async () => {
        await this.#append({ actor, action: 'deleted', blob, details: { reason } })
        await this.store.deleteBlob(blob)
      })
    }
    return deleted
  }

  #holdsOnly(blob: string, evidence: string): boolean {
    const members = this.register.blob(blob)?.members ?? []
    return members.every(member => member.evidence === evidence || this.register.isDeletedEvidence(member.evidence))
  }

  async #append(entry: NewEntry): Promise<void> {
    this.register.accept(await this.#ledger.append(entry))
  }

  async #inTurn<T>(key: string, deed: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve()
    const turn = before.then(deed, deed)
    this.#turns.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key)
    }
  }
}

const HOLDS = 'holds'

/** So that no entry is too long a line. */
function* inGroups(members: readonly BlobMember[]): Generator<readonly BlobMember[]> {
  let group: BlobMember[] = []
  let length = 0
  for (const member of members) {
    group.push(member)
    length += member.path.length + member.evidence.length
    if (length < MEMBER_TEXT_PER_ENTRY) continue
    yield group
    group = []
    length = 0
  }
  if (group.length > 0) yield group
}
