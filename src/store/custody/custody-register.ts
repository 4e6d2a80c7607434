import type { BlobMember, CustodyEntry } from './custody-entry.ts'

/** One time that bytes came in. */
export interface Receipt {
  readonly time: string
  readonly actor: string
  readonly path: string
}

export interface BlobRecord {
  readonly blob: string
  readonly bytes: number
  readonly receipts: readonly Receipt[]
  /** The evidence in it, as far as it was identified. */
  readonly members: readonly BlobMember[]
  /** When its bytes were deleted; null while they are there. */
  readonly deleted: string | null
}

/** A legal hold on a blob or on a piece of evidence: nothing that holds it may be deleted. */
export interface Hold {
  readonly target: string
  readonly time: string
  readonly actor: string
  readonly reason: string
}

/** What the ledger adds up to. Memory: a few hundred bytes per blob, receipt and piece of evidence. */
export class CustodyRegister {
  readonly #blobs = new Map<string, BlobRecord>()
  readonly #blobsOf = new Map<string, Set<string>>()
  readonly #holds = new Map<string, Hold>()
  readonly #deletedEvidence = new Set<string>()

  /** In the order of the ledger. */
  accept(entry: CustodyEntry): void {
    const { action, blob, evidence, time, actor } = entry
    const target = evidence ?? blob
    switch (action) {
      case 'received': if (blob !== null) this.#receive(blob, entry); break
      case 'identified': if (blob !== null) this.#identify(blob, entry.members); break
      case 'held': if (target !== null) this.#holds.set(target, { target, time, actor, reason: textOf(entry.details['reason']) }); break
      case 'released': if (target !== null) this.#holds.delete(target); break
      case 'deleted':
        if (evidence !== null) this.#deletedEvidence.add(evidence)
        if (blob !== null) this.#blobs.set(blob, { ...this.#record(blob), deleted: time })
        break
      default: break
    }
  }

  /** In the order in which they were first received; with those deleted. */
  get blobs(): IterableIterator<BlobRecord> {
    return this.#blobs.values()
  }

  get holds(): IterableIterator<Hold> {
    return this.#holds.values()
  }

  blob(sha256: string): BlobRecord | undefined {
    return this.#blobs.get(sha256)
  }

  /** The blobs whose bytes are there. */
  isStored(blob: string): boolean {
    return this.#blobs.get(blob)?.deleted === null
  }

  /** Those in which a piece of evidence was identified, and which are there. */
  storedBlobsOf(evidence: string): string[] {
    return [...this.#blobsOf.get(evidence) ?? []].filter(blob => this.isStored(blob))
  }

  isDeletedEvidence(evidence: string): boolean {
    return this.#deletedEvidence.has(evidence)
  }

  /** A hold on the blob itself, or on evidence in it. */
  holdOn(blob: string): Hold | undefined {
    const members = this.#blobs.get(blob)?.members ?? []
    return this.#holds.get(blob) ?? members.map(({ evidence }) => this.#holds.get(evidence)).find(hold => hold !== undefined)
  }

  holdOf(target: string): Hold | undefined {
    return this.#holds.get(target)
  }

  /** Every blob and piece of evidence whose hash begins so, at most `limit`. */
  find(prefix: string, limit: number): { readonly kind: 'blob' | 'evidence'; readonly sha256: string }[] {
    const found: { kind: 'blob' | 'evidence'; sha256: string }[] = []
    for (const sha256 of this.#blobs.keys()) if (sha256.startsWith(prefix) && found.length < limit) found.push({ kind: 'blob', sha256 })
    for (const sha256 of this.#blobsOf.keys()) {
      if (sha256.startsWith(prefix) && !this.#blobs.has(sha256) && found.length < limit) found.push({ kind: 'evidence', sha256 })
    }
    return found
  }

  #record(blob: string): BlobRecord {
    return this.#blobs.get(blob) ?? { blob, bytes: 0, receipts: [], members: [], deleted: null }
  }

  /** After a deletion the bytes are there again, and what is in them is identified again. */
  #receive(blob: string, { time, actor, paths, details }: CustodyEntry): void {
    const record = this.#record(blob)
    const bytes = typeof details['bytes'] === 'number' ? details['bytes'] : record.bytes
    const receipt = { time, actor, path: paths[0] ?? '' }
    this.#blobs.set(blob, { ...record, bytes, receipts: [...record.receipts, receipt], deleted: null })
  }

  #identify(blob: string, members: readonly BlobMember[]): void {
    const record = this.#record(blob)
    const known = new Set(record.members.map(memberKey))
    const added = members.filter(member => !known.has(memberKey(member)))
    this.#blobs.set(blob, { ...record, members: [...record.members, ...added] })
    for (const { evidence } of members) {
      this.#deletedEvidence.delete(evidence)
      const blobs = this.#blobsOf.get(evidence) ?? new Set()
      this.#blobsOf.set(evidence, blobs.add(blob))
    }
  }
}

function memberKey({ evidence, path }: BlobMember): string {
  return `${evidence} ${path}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
